import { BulkRoom } from '../../../support/bulk-room';
import { expectStatus } from '../../../support/course-room';
import { type Caller, TestApp } from '../../../support/test-app';

describe('changes of many enrollments at once', () => {
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

  const usernameOf = async ({ id }: Caller): Promise<string> => {
    const administrator = await app.person('administrator');
    return expectStatus(await administrator.get(`/v1/users/${id}`), 200).username;
  };

  it('enroll, suspend, reactivate, complete and withdraw people whom rows name by id and by username', async () => {
    const newcomer = await app.person();
    const [leaver, pauser, returner, finisher] = [
      ...[await room.course.learner(), await room.course.learner()],
      ...[await room.course.learner(), await room.course.learner()],
    ] as [Caller, Caller, Caller, Caller];
    await room.change([{ userId: returner.id, action: 'suspend' }]);
    const username = await usernameOf(newcomer);

    const operation = await room.change(
      [
        { username: username.toUpperCase(), action: 'enroll', endDate: '2026-06-01' },
        { userId: leaver.id, action: 'withdraw' },
        { userId: pauser.id, action: 'suspend' },
        { userId: returner.id, action: 'reactivate' },
        { userId: finisher.id, action: 'complete' },
      ],
      { reason: 'End of term' },
    );

    expect(operation).toMatchObject({
      ...{ kind: 'enrollment_changes', subject: '5 rows', status: 'succeeded', issueCount: 0, dryRun: false },
      progress: { done: 5, total: 5 },
    });
    expect(operation.summary[0]).toEqual({
      ...{ part: 'enrollments', read: 5, added: 1, changed: 2, ended: 2, unchanged: 0, refused: 0 },
    });
    expect(await room.enrollmentOf(newcomer)).toMatchObject({
      ...{ state: 'active', beginDate: '2026-03-04', endDate: '2026-06-01' },
    });
    for (const [person, state] of [
      ...([
        [leaver, 'withdrawn'],
        [pauser, 'suspended'],
      ] as const),
      ...([
        [returner, 'active'],
        [finisher, 'completed'],
      ] as const),
    ])
      expect(await room.stateOf(person)).toBe(state);
    const rows = await room.rows(operation);
    expect(rows[1]).toEqual({
      ...{ number: 2, line: null, named: leaver.id, userId: leaver.id, action: 'withdraw', outcome: 'done' },
      ...{ code: null, message: null },
      before: expect.objectContaining({ role: 'learner', state: 'active', endDate: null }) as object,
      after: expect.objectContaining({ state: 'withdrawn', endDate: '2026-03-04' }) as object,
    });
    const { spells } = await room.historyOf(leaver);
    expect(spells[0].moves[0]).toMatchObject({
      ...{ to: 'withdrawn', reason: 'End of term', source: 'staff' },
    });
  });

  it('say that it was so already when the same rows are sent again, and change nothing', async () => {
    const [newcomer, leaver] = [await app.person(), await room.course.learner()];
    const rows = [
      { userId: newcomer.id, action: 'enroll', beginDate: '2026-03-02', endDate: '2026-06-01' },
      { userId: leaver.id, action: 'withdraw' },
    ];
    expect(await room.outcomes(await room.change(rows))).toEqual(['done', 'done']);
    const before = [await room.historyOf(newcomer), await room.historyOf(leaver)];
    app.clock.set('2026-03-05T09:00:00.000Z');
    const again = await room.change(rows);
    expect(again).toMatchObject({ status: 'succeeded' });
    expect(again.summary[0]).toMatchObject({ read: 2, unchanged: 2, added: 0, changed: 0, ended: 0 });
    expect(await room.outcomes(again)).toEqual(['already', 'already']);
    expect([await room.historyOf(newcomer), await room.historyOf(leaver)]).toEqual(before);
  });

  it('refuse rows one by one, with the reason, and do the others', async () => {
    const [newcomer, learner, guardian] = [
      ...[await app.person(), await room.course.learner(), await app.person('guardian')],
    ] as [Caller, Caller, Caller];
    const operation = await room.change([
      { username: 'nobody.at.all', action: 'enroll' },
      { userId: newcomer.id, action: 'withdraw' },
      { userId: learner.id, action: 'reactivate', role: 'instructor' },
      { userId: guardian.id, action: 'enroll' },
      { userId: newcomer.id, action: 'enroll', role: 'instructor' },
      { userId: learner.id, action: 'enroll', role: 'assistant' },
      { userId: room.course.instructor.id, action: 'withdraw', role: 'instructor' },
      { action: 'enroll' },
      { userId: newcomer.id, action: 'suspend', endDate: '2026-05-01' },
      { userId: learner.id, action: 'suspend' },
    ]);
    expect(operation).toMatchObject({ status: 'partly_succeeded', issueCount: 9 });
    expect(await room.outcomes(operation)).toEqual([
      ...['enrollments.no_such_person', 'not_enrolled', 'not_enrolled', 'enrollments.guardian_account'],
      ...['enrollments.instructor_account_needed', 'enrollments.already_enrolled'],
      ...['enrollments.last_instructor', 'required', 'absent', 'done'],
    ]);
    const [first] = await room.issues(operation);
    expect(first).toMatchObject({
      ...{ severity: 'error', file: null, line: 1, column: 'username', value: 'nobody.at.all' },
      message: 'There is no account with this username.',
    });
    expect(await room.stateOf(learner)).toBe('suspended');
    expect(await room.enrollmentOf(newcomer)).toBeUndefined();
    expect(await room.rows(operation, '&outcome=done')).toHaveLength(1);
  });

  it('refuse a row that contradicts an earlier one of the same request', async () => {
    const learner = await room.course.learner();
    const operation = await room.change([
      { userId: learner.id, action: 'suspend' },
      { userId: learner.id, action: 'withdraw' },
      { userId: learner.id, action: 'suspend' },
    ]);
    expect(await room.outcomes(operation)).toEqual(['done', 'row_repeats', 'already']);
    expect((await room.rows(operation))[1].message).toContain('Row 1 asks for something else');
    expect(await room.stateOf(learner)).toBe('suspended');
  });

  it('tell in a dry run what would be done, and change nothing', async () => {
    const [newcomer, learner] = [await app.person(), await room.course.learner()];
    await room.set('Teams', 'One');
    const rows = [
      { userId: newcomer.id, action: 'enroll' },
      { userId: newcomer.id, action: 'put_into_group', group: 'One' },
      { userId: learner.id, action: 'withdraw' },
      { userId: learner.id, action: 'put_into_group', group: 'One' },
    ];
    const dry = await room.change(rows, { dryRun: true });
    expect(await room.enrollmentOf(newcomer)).toBeUndefined();
    expect(await room.stateOf(learner)).toBe('active');
    const real = await room.change(rows);
    expect(await room.outcomes(dry)).toEqual(['done', 'done', 'done', 'not_active_learner']);
    expect(await room.outcomes(real)).toEqual(await room.outcomes(dry));
    expect(dry).toMatchObject({ dryRun: true, status: 'partly_succeeded', summary: real.summary });
  });

  it('put people into groups and take them out, tag and untag them', async () => {
    const [ada, ben] = [await room.course.learner(), await room.course.learner()];
    const { setId, groups } = await room.set('Teams', 'One', 'Two');
    await room.set('Labs', 'One');
    const tagId = await room.tag('Part-time');
    const operation = await room.change([
      { userId: ada.id, action: 'put_into_group', groupSet: 'teams', group: 'one' },
      { userId: ben.id, action: 'put_into_group', groupSet: setId, group: groups['Two'] },
      { userId: ada.id, action: 'put_into_group', group: 'One' },
      { userId: ada.id, action: 'put_into_group', group: 'Three' },
      { userId: ada.id, action: 'tag', tag: 'part-time' },
      { userId: ben.id, action: 'untag', tag: tagId },
      { userId: ben.id, action: 'tag', tag: 'Other' },
    ]);
    expect(await room.outcomes(operation)).toEqual([
      ...['done', 'done', 'several_groups', 'unknown_group', 'done', 'already', 'unknown_tag'],
    ]);
    expect(await room.membersOf(groups['One'])).toEqual([ada.id]);
    expect(await room.membersOf(groups['Two'])).toEqual([ben.id]);
    expect(await room.taggedWith(tagId)).toEqual([ada.id]);

    await room.change([
      { userId: ada.id, action: 'put_into_group', groupSet: 'Teams', group: 'Two' },
      { userId: ben.id, action: 'take_out_of_group', groupSet: 'Teams' },
      { userId: ada.id, action: 'untag', tag: 'Part-time' },
    ]);
    expect(await room.membersOf(groups['One'])).toEqual([]);
    expect(await room.membersOf(groups['Two'])).toEqual([ada.id]);
    expect(await room.taggedWith(tagId)).toEqual([]);
  });

  it('give no seat that is taken, unless that is asked for', async () => {
    const [one, two, leaver] = [await app.person(), await app.person(), await room.course.learner()];
    const settings = `${room.course.url}/enrollment-settings`;
    expectStatus(await room.course.instructor.patch(settings, { capacity: 2 }), 200);
    const rows = [one, two].map(({ id }) => ({ userId: id, action: 'enroll' }));
    for (const dryRun of [true, false])
      expect(await room.outcomes(await room.change(rows, { dryRun }))).toEqual([
        'done',
        'enrollments.course_full',
      ]);
    const swapped = await room.change([{ userId: leaver.id, action: 'withdraw' }, rows[1]!]);
    expect(await room.outcomes(swapped)).toEqual(['done', 'done']);
    const back = { userId: leaver.id, action: 'enroll' };
    expect(await room.outcomes(await room.change([back]))).toEqual(['enrollments.course_full']);
    expect(await room.outcomes(await room.change([back], { exceedsCapacity: true }))).toEqual(['done']);
  });

  it('begin a new spell for whoever comes back, without their old groups', async () => {
    const learner = await room.course.learner();
    const { groups } = await room.set('Teams', 'One');
    await room.change([{ userId: learner.id, action: 'put_into_group', group: 'One' }]);
    await room.change([{ userId: learner.id, action: 'withdraw' }]);
    await room.change([{ userId: learner.id, action: 'enroll' }]);
    const { spells } = await room.historyOf(learner);
    expect(spells.map(({ spell }: { spell: number }) => spell)).toEqual([2, 1]);
    expect(await room.membersOf(groups['One'])).toEqual([]);
  });

  it('are for instructors of the course', async () => {
    const [assistant, learner] = [await room.course.member('assistant'), await room.course.learner()];
    const body = { rows: [{ userId: learner.id, action: 'withdraw' }] };
    const url = `${room.course.url}/enrollment-changes`;
    expect((await assistant.post(url, body)).status).toBe(403);
    expect((await learner.post(url, body)).status).toBe(403);
    const { id } = await room.change(body.rows, { dryRun: true });
    expect((await assistant.get(`/v1/enrollment-changes/${id}/rows`)).status).toBe(200);
    expect((await learner.get(`/v1/enrollment-changes/${id}/rows`)).status).toBe(403);
    expect((await (await app.person()).get(`/v1/enrollment-changes/${id}/rows`)).status).toBe(403);
  });
});
