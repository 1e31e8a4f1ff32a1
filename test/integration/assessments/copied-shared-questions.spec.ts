import { Classroom } from '../../support/classroom';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { changesOf, finished } from '../../support/full-course';
import { TestApp } from '../../support/test-app';

const QUESTION = { type: 'true_false', prompt: 'Is it shared?', points: '3', definition: { key: true } };

describe('a copy of a course whose quiz asks questions of another bank', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('has them in its own bank, leaves draws from the other bank out, and says so', async () => {
    const owner = await CourseRoom.open(app, { title: 'The owner' });
    const guest = await Classroom.open(app, { questions: [] });
    const shared = expectStatus(await owner.instructor.post(`${owner.url}/questions`, QUESTION), 201)
      .id as string;
    const share = await owner.instructor.put(`${owner.url}/bank-shares/${guest.courseId}`, { access: 'use' });
    const { bankId } = expectStatus(share, 200) as { bankId: string };
    const other = { ...QUESTION, prompt: 'Is it drawn?' };
    expectStatus(await owner.instructor.post(`${owner.url}/questions`, other), 201);
    const slots = [{ questionId: shared }, { draw: { count: 1, points: '2', bankId } }];
    expectStatus(await guest.instructor.put(`/v1/quizzes/${guest.quizId}/slots`, { slots }), 200);
    const started = await guest.instructor.post(`${guest.url}/copies`, { title: 'The copy' });
    const operation = await finished(app, guest.instructor, expectStatus(started, 202).id as string);
    expect(operation.status).toBe('succeeded');
    const issues = expectStatus(
      await guest.instructor.get(`/v1/operations/${operation.id}/issues`),
      200,
    ).data;
    expect(issues).toMatchObject([{ severity: 'warning', code: 'draw_left_out', line: null }]);
    const copy = (await changesOf(guest.instructor, operation.id))[0]!.rowId;
    const { data: bank } = expectStatus(await guest.instructor.get(`/v1/courses/${copy}/questions`), 200);
    expect(bank).toMatchObject([{ prompt: 'Is it shared?', points: '3', folderId: null }]);
    expect(bank[0].id).not.toBe(shared);
    const { data: items } = expectStatus(await guest.instructor.get(`/v1/courses/${copy}/line-items`), 200);
    expect(items).toMatchObject([{ resultValueMax: '3' }]);
    const asked = expectStatus(
      await guest.instructor.get(`/v1/quizzes/${items[0].activityId}/slots`),
      200,
    ).data;
    expect(asked).toMatchObject([{ questionId: bank[0].id }]);
    // The bank of the owner is as it was.
    expect(expectStatus(await owner.instructor.get(`${owner.url}/questions`), 200).data).toHaveLength(2);
  });
});
