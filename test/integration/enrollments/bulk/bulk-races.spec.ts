import { OperationRunner } from '../../../../src/shared/operations/operation-runner';
import { BulkRoom } from '../../../support/bulk-room';
import { expectStatus } from '../../../support/course-room';
import { TestApp } from '../../../support/test-app';

describe('changes of many enrollments that meet others', () => {
  let app: TestApp;
  let room: BulkRoom;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    room = await BulkRoom.open(app);
  });
  afterAll(() => app.stop());

  const learners = async (): Promise<number> => {
    const url = `${room.course.url}/enrollments?role=learner&state=active&total=true`;
    return expectStatus(await room.course.instructor.get(url), 200).page.total;
  };

  it('give the last seats to no more people than there are, while others are enrolled one by one', async () => {
    const { instructor, url } = room.course;
    expectStatus(await instructor.patch(`${url}/enrollment-settings`, { capacity: 5 }), 200);
    const people = await Promise.all(Array.from({ length: 16 }, () => app.person()));
    const rows = people.slice(0, 8).map(({ id: userId }) => ({ userId, action: 'enroll' }));
    const [operation, ...answers] = await Promise.all([
      room.change(rows),
      ...people
        .slice(8)
        .map(({ id: userId }) => instructor.post(`${url}/enrollments`, { userId, role: 'learner' })),
    ]);
    expect(await learners()).toBe(5);
    const alone = answers.filter(({ status }) => status === 201).length;
    const [{ added, refused }] = operation.summary;
    expect(added + alone).toBe(5);
    expect(refused).toBe(8 - added);
  });

  it('withdraw nobody twice whom somebody else withdraws at the same moment', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => room.course.learner()));
    const ids = await Promise.all(
      people.map(async (person) => (await room.enrollmentOf(person)).id as string),
    );
    const rows = people.map(({ id: userId }) => ({ userId, action: 'withdraw' }));
    const [operation] = await Promise.all([
      room.change(rows),
      ...ids.map((id) => room.course.instructor.delete(`/v1/enrollments/${id}`)),
    ]);
    const [{ ended, unchanged, refused }] = operation.summary;
    expect([ended + unchanged, refused]).toEqual([8, 0]);
    for (const person of people) {
      const { spells } = await room.historyOf(person);
      expect(spells[0].moves.map(({ to }: { to: string }) => to)).toEqual(['withdrawn']);
    }
  });

  it('run one at a time in a course', async () => {
    const { instructor, url } = room.course;
    const people = await Promise.all(Array.from({ length: 3 }, () => app.person()));
    const answers = await Promise.all(
      people.map(({ id: userId }) =>
        instructor.post(`${url}/enrollment-changes`, { rows: [{ userId, action: 'enroll' }] }),
      ),
    );
    const taken = answers.filter(({ status }) => status === 202);
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
    for (const { body } of taken) await app.get(OperationRunner).settled(body.id as string);
    expect(await learners()).toBe(taken.length);
  });
});
