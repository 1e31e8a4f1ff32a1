import { BulkRoom } from '../../../support/bulk-room';
import { expectStatus } from '../../../support/course-room';
import { type Caller, TestApp } from '../../../support/test-app';

describe('a change of many enrollments that is reversed', () => {
  let app: TestApp;
  let room: BulkRoom;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    app.clock.set('2026-03-04T09:00:00.000Z');
    room = await BulkRoom.open(app);
  });
  afterAll(() => app.stop());

  const standingOf = async (person: Caller): Promise<unknown> => {
    const { state, beginDate, endDate } = (await room.enrollmentOf(person)) ?? {};
    return { state, beginDate, endDate };
  };

  it('puts everybody back into the state, the days, the groups and the tags of before', async () => {
    const learner = (): Promise<Caller> => room.course.learner();
    const [leaver, pauser, paused, finisher] = [
      ...[await learner(), await learner(), await learner(), await learner()],
    ] as [Caller, Caller, Caller, Caller];
    const [newcomer, returner] = [await app.person(), await learner()];
    const { setId, groups } = await room.set('Teams', 'One', 'Two');
    const tagId = await room.tag('Part-time');
    await room.change([
      { userId: paused.id, action: 'suspend' },
      { userId: returner.id, action: 'withdraw' },
      { userId: leaver.id, action: 'put_into_group', group: 'One' },
      { userId: leaver.id, action: 'tag', tag: tagId },
      { userId: pauser.id, action: 'put_into_group', group: 'One' },
    ]);
    const people = [leaver, pauser, paused, finisher, returner];
    app.clock.set('2026-03-05T09:00:00.000Z');
    const before = await Promise.all(people.map(standingOf));

    const operation = await room.change([
      { userId: leaver.id, action: 'withdraw' },
      { userId: pauser.id, action: 'suspend' },
      { userId: paused.id, action: 'withdraw' },
      { userId: finisher.id, action: 'complete' },
      { userId: newcomer.id, action: 'enroll' },
      { userId: newcomer.id, action: 'put_into_group', group: 'Two' },
      { userId: newcomer.id, action: 'tag', tag: tagId },
      { userId: returner.id, action: 'enroll' },
      { userId: returner.id, action: 'put_into_group', groupSet: setId, group: 'Two' },
    ]);
    expect(operation).toMatchObject({ status: 'succeeded' });

    const dry = await room.reverse(operation.id as string, { dryRun: true });
    expect(dry).toMatchObject({ status: 'succeeded', dryRun: true });
    expect(await room.stateOf(leaver)).toBe('withdrawn');
    const reversal = await room.reverse(operation.id as string);
    expect(reversal).toMatchObject({ status: 'succeeded', kind: 'reversal', issueCount: 0 });
    expect(reversal.summary).toContainEqual(
      expect.objectContaining({ part: 'enrollments', read: 6, changed: 4, ended: 2, refused: 0 }),
    );
    expect(await Promise.all(people.slice(0, 4).map(standingOf))).toEqual(before.slice(0, 4));
    expect(await room.stateOf(returner)).toBe('withdrawn');
    expect(await room.stateOf(newcomer)).toBe('withdrawn');
    expect((await room.membersOf(groups['One'])).sort()).toEqual([leaver.id, pauser.id].sort());
    expect(await room.membersOf(groups['Two'])).toEqual([]);
    expect(await room.taggedWith(tagId)).toEqual([leaver.id]);

    const again = await room.reverse(reversal.id as string);
    expect(again).toMatchObject({ status: 'succeeded' });
    expect(await room.stateOf(leaver)).toBe('withdrawn');
    expect(await room.stateOf(paused)).toBe('withdrawn');
    expect(await room.stateOf(newcomer)).toBe('active');
  });

  it('leaves what somebody has changed since, and says so', async () => {
    const [one, two, three] = [
      ...[await room.course.learner(), await room.course.learner(), await room.course.learner()],
    ] as [Caller, Caller, Caller];
    const { groups } = await room.set('Teams', 'One', 'Two');
    const operation = await room.change([
      { userId: one.id, action: 'suspend' },
      { userId: two.id, action: 'suspend' },
      { userId: three.id, action: 'put_into_group', group: 'One' },
    ]);
    const enrollmentOf = async (person: Caller): Promise<string> => (await room.enrollmentOf(person)).id;
    const { instructor } = room.course;
    const url = `/v1/enrollments/${await enrollmentOf(one)}`;
    expectStatus(await instructor.patch(url, { state: 'completed' }), 200);
    await room.change([{ userId: three.id, action: 'put_into_group', group: 'Two' }]);

    const reversal = await room.reverse(operation.id as string);
    expect(reversal).toMatchObject({ status: 'partly_succeeded', issueCount: 2 });
    expect((await room.issues(reversal)).map(({ code }: { code: string }) => code)).toEqual([
      ...['changed_since', 'changed_since'],
    ]);
    expect(await room.stateOf(one)).toBe('completed');
    expect(await room.stateOf(two)).toBe('active');
    expect(await room.membersOf(groups['Two'])).toEqual([three.id]);
  });

  it('gives nobody a seat back that somebody else has by now', async () => {
    const [leaver, next] = [await room.course.learner(), await app.person()];
    const settings = `${room.course.url}/enrollment-settings`;
    expectStatus(await room.course.instructor.patch(settings, { capacity: 1 }), 200);
    const operation = await room.change([{ userId: leaver.id, action: 'withdraw' }]);
    await room.change([{ userId: next.id, action: 'enroll' }]);
    const reversal = await room.reverse(operation.id as string);
    expect(await room.issues(reversal)).toMatchObject([{ code: 'enrollments.course_full' }]);
    expect(await room.stateOf(leaver)).toBe('withdrawn');
  });

  it('is for instructors of the course', async () => {
    const operation = await room.change([{ userId: (await room.course.learner()).id, action: 'suspend' }]);
    const stranger = await app.person('instructor');
    const url = `/v1/operations/${operation.id}/reversal`;
    expect((await stranger.post(url, {})).status).toBe(404);
    const administrator = await app.person('administrator');
    expect((await administrator.post(url, { dryRun: true })).status).toBe(202);
  });
});
