import type { OperationResponse } from '../../../src/shared/operations/dto/operation.response';
import { expectStatus } from '../../support/course-room';
import { buildBundle } from '../../support/oneroster-bundle';
import { smallBundle, smallDelta, smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { countsOf, RosterRoom } from './roster-room';

type School = ReturnType<typeof smallSchool>;

function changed(change: (school: School) => void): Promise<string> {
  const school = smallSchool();
  change(school);
  return buildBundle(school);
}

/** A second night on which something of everything happens. */
const badNight = (): Promise<string> =>
  changed((school) => {
    const { users, enrollments, results, lineItems } = school;
    const person = (sourcedId: string): (typeof users)[number] =>
      users.find((user) => user.sourcedId === sourcedId)!;
    // Two swap their names, one is renamed, one has a new sourcedId, one is new, and one leaves.
    Object.assign(person('s-amara'), { username: 'bao', email: 'bao@hillview.example' });
    Object.assign(person('s-bao'), { username: 'amara', email: 'amara@hillview.example' });
    person('s-chloe').familyName = 'Dupont';
    person('s-dev').sourcedId = 'U-77';
    enrollments.find(({ userSourcedId }) => userSourcedId === 's-dev')!.userSourcedId = 'U-77';
    users.push({ ...person('s-chloe'), sourcedId: 's-new', username: 'new', email: '' });
    enrollments.push({ ...enrollments[1], sourcedId: 'e-new', userSourcedId: 's-new' });
    users.splice(users.indexOf(person('s-emil')), 1);
    const ended = enrollments.findIndex(({ sourcedId }) => sourcedId === 'STA-A:s-amara');
    enrollments.splice(ended, 1);
    lineItems[0]!.title = 'Cells and tissues';
    results.splice(0, 1);
    results[1]!.score = '1';
  });

/** Rows without what only counts writes. */
const STATE = [
  'SELECT sourced_id, username, email, given_name, family_name, role, org_id, disabled_at FROM users ORDER BY id',
  'SELECT sourced_id, course_id, user_id, role, begin_date, end_date, family_name FROM enrollments ORDER BY id',
  'SELECT sourced_id, title, status, start_date, end_date FROM courses ORDER BY id',
  'SELECT sourced_id, title, due_at, deleted_at FROM line_items ORDER BY id',
  'SELECT sourced_id, score, score_status, source, deleted_at FROM results ORDER BY id',
  'SELECT kind, row_id, ended FROM roster_ends ORDER BY kind, row_id',
];

describe('undoing a roster import', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    await room.import(await smallBundle());
    app.clock.advanceDays(1);
  });
  afterEach(() => app.stop());

  const state = async (): Promise<unknown[]> => {
    const tables: unknown[] = [];
    for (const sql of STATE) tables.push(await room.rows(sql));
    return tables;
  };
  async function undo(id: string, body: object = {}): Promise<OperationResponse> {
    const answer = await room.administrator.post(`/v1/operations/${id}/reversal`, body);
    const started = expectStatus(answer, 202) as OperationResponse;
    expect(answer.headers['location']).toBe(`/v1/operations/${started.id}`);
    return room.finished(started.id);
  }
  const disabled = (sourcedId: string): Promise<unknown[]> =>
    room.rows(`SELECT disabled_at IS NOT NULL AS disabled FROM users WHERE sourced_id = '${sourcedId}'`);

  it('undoing a roster import puts every changed row back, and ends the rows that it has added', async () => {
    const before = await state();
    const operation = await room.import(await badNight(), { confirmed: true });
    expect(await state()).not.toEqual(before);
    const reversal = await undo(operation.id);
    expect(reversal).toMatchObject({ kind: 'reversal', status: 'succeeded', dryRun: false, issueCount: 0 });
    expect(countsOf(reversal)).toMatchObject({
      'users.csv': { changed: 5, ended: 1 },
      'enrollments.csv': { changed: 1, ended: 1 },
      'lineItems.csv': { changed: 1 },
      'results.csv': { changed: 2 },
    });
    await app.database.run(
      `DELETE FROM enrollments WHERE user_id = (SELECT id FROM users WHERE username = 'new')`,
    );
    const [row] = await room.rows<{ disabled_at: Date }>(
      `SELECT disabled_at FROM users WHERE username = 'new'`,
    );
    expect(row!.disabled_at).toEqual(app.clock.now());
    await app.database
      .run(`DELETE FROM roster_ends WHERE row_id IN (SELECT id FROM users WHERE username = 'new')
      OR row_id NOT IN (SELECT id FROM users UNION SELECT id FROM enrollments UNION SELECT id FROM results
        UNION SELECT id FROM line_items UNION SELECT id FROM courses)`);
    await app.database.run(`DELETE FROM users WHERE username = 'new'`);
    expect(await state()).toEqual(before);
  });

  it('undoing a roster import leaves the next import with the same to do, and an undone person is active again with it', async () => {
    const bundle = await badNight();
    const first = await room.import(bundle, { confirmed: true });
    const after = await state();
    await undo(first.id);
    const second = await room.import(bundle, { confirmed: true });
    expect(second.issueCount).toBe(first.issueCount);
    expect(countsOf(second)['users.csv']).toMatchObject({ changed: 5, ended: 1 });
    const left = (tables: unknown[]): unknown =>
      (tables[0] as { username: string }[]).map(({ username }) => username);
    expect(left(await state())).toEqual(left(after));
    expect(await disabled('s-new')).toEqual([{ disabled: 0 }]);
  });

  it('undoing a roster import puts back only what has ended, if asked', async () => {
    const operation = await room.import(await badNight(), { confirmed: true });
    const reversal = await undo(operation.id, { only: 'removals' });
    expect(countsOf(reversal)).toEqual({
      'users.csv': { changed: 1 },
      'enrollments.csv': { changed: 1 },
      'results.csv': { changed: 1 },
    });
    expect(await disabled('s-emil')).toEqual([{ disabled: 0 }]);
    expect(await room.rows(`SELECT username FROM users WHERE sourced_id = 's-amara'`)).toEqual([
      { username: 'bao' },
    ]);
    // The rest can still be put back.
    expect(countsOf(await undo(operation.id))['users.csv']).toEqual({ changed: 4, ended: 1, unchanged: 1 });
  });

  it('undoing a roster import changes nothing in a dry run, and says what it would do', async () => {
    const operation = await room.import(await badNight(), { confirmed: true });
    const before = await state();
    const dry = await undo(operation.id, { dryRun: true });
    expect(await state()).toEqual(before);
    expect(dry.dryRun).toBe(true);
    expect((await undo(operation.id)).summary).toEqual(dry.summary);
  });

  it('undoing a roster import leaves rows alone that somebody has changed since, and lists them', async () => {
    const operation = await room.import(await badNight(), { confirmed: true });
    await app.database.run(`UPDATE users SET family_name = 'Dubois' WHERE sourced_id = 's-chloe'`);
    await app.database.run(
      `UPDATE results SET score = 5, source = 'instructor' WHERE sourced_id = 'bio-1:s-chloe'`,
    );
    const reversal = await undo(operation.id);
    expect(await room.issues(reversal.id)).toMatchObject([
      { file: 'results.csv', severity: 'error', code: 'changed_since', value: 'bio-1:s-chloe' },
      { file: 'users.csv', severity: 'error', code: 'changed_since', value: 's-chloe' },
    ]);
    expect(await room.rows(`SELECT family_name FROM users WHERE sourced_id = 's-chloe'`)).toEqual([
      { family_name: 'Dubois' },
    ]);
    expect(await disabled('s-emil')).toEqual([{ disabled: 0 }]);
  });

  it('undoing a roster import leaves a row alone whose name another account has got, and puts the others back', async () => {
    const operation = await room.import(
      await smallDelta('users', ['s-chloe', { username: 'chloe.new' }], ['s-bao', { familyName: 'Tran' }]),
    );
    const { id } = await app.person('learner');
    await room.administrator.patch(`/v1/users/${id}`, { username: 'chloe' });
    const reversal = await undo(operation.id);
    expect(await room.issues(reversal.id)).toMatchObject([{ file: 'users.csv', code: 'value_taken' }]);
    expect(countsOf(reversal)).toEqual({ 'users.csv': { changed: 1, refused: 1 } });
    expect(await room.rows(`SELECT username FROM users WHERE sourced_id = 's-chloe'`)).toEqual([
      { username: 'chloe.new' },
    ]);
  });

  it('undoing a roster import can be undone itself', async () => {
    const operation = await room.import(await badNight(), { confirmed: true });
    const after = await state();
    const reversal = await undo(operation.id);
    const again = await undo(reversal.id);
    expect(again.issueCount).toBe(0);
    const people = (tables: unknown[]): unknown => tables[0];
    // Whom the import ended has ended at the instant of the import.
    expect(people(await state())).toEqual(people(after));
  });

  it('undoing a roster import lists the changed rows of the import with their states before and after', async () => {
    const operation = await room.import(
      await smallDelta('users', ['s-chloe', { familyName: 'Dupont' }], ['s-bao', { status: 'tobedeleted' }]),
    );
    const { data } = expectStatus(
      await room.administrator.get(`/v1/operations/${operation.id}/changes`),
      200,
    ) as { data: unknown[] };
    expect(data).toMatchObject([
      {
        number: 1,
        part: 'users.csv',
        action: 'changed',
        before: { familyName: 'Martin' },
        after: { familyName: 'Dupont' },
      },
      {
        number: 2,
        action: 'removed',
        before: { disabledAt: null, rosterEnd: null },
        after: { rosterEnd: 'ended' },
      },
    ]);
    const url = `/v1/operations/${operation.id}/changes?limit=1`;
    const first = expectStatus(await room.administrator.get(url), 200) as { page: { next: string } };
    const second = await room.administrator.get(`${url}&cursor=${first.page.next}`);
    expect(second.body.data).toMatchObject([{ number: 2 }]);
  });

  it('undoing a roster import is refused for dry runs, for imports that changed nothing, and to others than administrators', async () => {
    const dry = await room.import(await badNight(), { dryRun: true });
    const nothing = await room.import(await smallBundle());
    for (const { id } of [dry, nothing])
      expect(await room.administrator.post(`/v1/operations/${id}/reversal`, {})).toMatchObject({
        status: 409,
        body: { code: 'operations.not_reversible' },
      });
    const formerAdministrator = await app.person('administrator');
    const operation = await room.import(await badNight(), { confirmed: true });
    await app.database.run('UPDATE operations SET requested_by = ? WHERE id = ?', [
      Buffer.from(formerAdministrator.id.replaceAll('-', ''), 'hex'),
      Buffer.from(operation.id.replaceAll('-', ''), 'hex'),
    ]);
    await room.administrator.patch(`/v1/users/${formerAdministrator.id}`, { role: 'instructor' });
    expect(await formerAdministrator.post(`/v1/operations/${operation.id}/reversal`, {})).toMatchObject({
      status: 403,
      body: { code: 'auth.role_needed' },
    });
  });
});
