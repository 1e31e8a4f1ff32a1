import { ROWS_A_PAGE, camel } from '../../../src/modules/identity/data-exports/exported-rows.repository';
import { pathsOf } from '../../../src/modules/identity/data-exports/export-archive';
import { FilesFacade } from '../../../src/modules/files';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { OperationInputs } from '../../../src/shared/operations/operation-inputs';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { PersonalDataMap } from '../../../src/shared/personal-data/personal-data-map';
import { expectStatus } from '../../support/course-room';
import { MarkingRoom } from '../../support/marking-room';
import { putEverywhere, RETIRED_TABLES } from '../../support/person-everywhere';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { entriesOf } from '../../support/zip-entries';

type Row = Record<string, unknown>;
type Archive = ReadonlyMap<string, Buffer>;

const DAY = 86_400_000;

describe('an export of all that is held about a person', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterAll(() => app.stop());

  const ended = async (answer: Answer): Promise<string> => {
    const { id } = expectStatus(answer, 202) as { id: string };
    await app.get(OperationRunner).settled(id);
    const operation = expectStatus(await administrator.get(`/v1/operations/${id}`), 200);
    expect(operation).toMatchObject({ status: 'succeeded', error: null });
    return id;
  };
  const fetch = (caller: Caller, id: string): Promise<Answer> =>
    caller.get(`/v1/data-exports/${id}/data.zip`);
  const archiveOf = async (caller: Caller): Promise<Archive> => {
    const id = await ended(await caller.post('/v1/me/data-exports'));
    const { bytes } = await fetch(caller, id);
    return new Map((await entriesOf(bytes)).map(({ name, data }) => [name, data]));
  };
  const rowsIn = (archive: Archive, path: string): Row[] =>
    (JSON.parse(archive.get(path)?.toString() ?? '{"rows":[]}') as { rows: Row[] }).rows;
  const refusal = ({ status, body }: Answer): [number, string] => [status, body.code];

  it('has every column that the map declares of every table, and nothing of another person', async () => {
    const [alma, boris] = [await app.person(), await app.person()];
    await putEverywhere(app, alma, 'zqalma');
    await putEverywhere(app, boris, 'zqboris');
    const archive = await archiveOf(alma);
    const shown = [...app.get(PersonalDataMap).rows()]
      .reverse()
      .filter(({ shows, atErasure }) => shows.length > 0 || atErasure.also?.shows)
      .filter(({ table }) => !RETIRED_TABLES.includes(table));
    const paths = pathsOf(shown);
    expect(shown.length).toBeGreaterThan(50);
    const missing = shown.flatMap((rows, place) => {
      const found = rowsIn(archive, paths[place]!);
      const columns = [...rows.shows, ...(rows.atErasure.also?.shows ?? [])];
      return columns
        .filter((column) => !found.some((row) => row[camel(column)] !== undefined))
        .map((column) => `${paths[place]!}: ${column}`);
    });
    expect(missing).toEqual([]);
    const whole = Buffer.concat([...archive.values()]).toString();
    expect(whole).toContain('zqalma');
    expect(whole).not.toContain('zqboris');
    expect(whole).not.toContain(boris.id);
    // Texts that are no person's: what the rows are about.
    expect(rowsIn(archive, 'account/users.json')).toEqual([
      expect.objectContaining({ givenName: 'zqalma given_name', email: 'zqalma@school.example' }),
    ]);
    expect(rowsIn(archive, 'work/attempts.json')[0]).toMatchObject({ startedAt: '2026-03-04T05:06:07.089Z' });
    const readme = archive.get('README.txt')!.toString();
    for (const path of paths) expect(readme).toContain(path);
    expect(readme).toContain('What you did as staff is about others');
  });

  it('reads page after page, and no row twice', async () => {
    const person = await app.person();
    const ids = Array.from({ length: ROWS_A_PAGE.rows * 2 + 7 }, () => newId());
    const now = app.clock.now();
    await app.database.insertMany(
      'activity_signals',
      ['user_id', 'id', 'course_id', 'activity_id', 'kind', 'occurred_at', 'recorded_at'],
      ids.map((id) => [
        ...[toBinary(person.id), toBinary(id), toBinary(newId()), toBinary(id), 'view', now, now],
      ]),
    );
    const rows = rowsIn(await archiveOf(person), 'activity/activity_signals.json');
    expect(rows.map(({ activityId }) => activityId).sort()).toEqual([...ids].sort());
  });

  it('has answers and comments, and marks only when the learner may see them', async () => {
    const room = await MarkingRoom.open(app, { settings: { posting: 'by_hand' } });
    const noor = await room.room.learner();
    await room.handIn(noor, [false, 'Large values pull it.']);
    const script = await room.scriptOf(noor);
    expectStatus(await room.mark(room.room.instructor, script.id, '3', { comment: 'Well seen.' }), 200);
    const before = await archiveOf(noor);
    expect(JSON.stringify(rowsIn(before, 'work/answer_entries.json'))).toContain('Large values pull it.');
    expect(rowsIn(before, 'marks/results.json')).toEqual([
      expect.objectContaining({ withheld: ['score', 'comment', 'submittedAt'] }),
    ]);
    const whole = Buffer.concat([...before.values()]).toString();
    expect(whole).not.toContain('Well seen.');
    expect(rowsIn(before, 'marks/attempt_questions.json')[0]).not.toHaveProperty('correct');
    const open = { posting: 'at_once', review: 'after_submission' };
    const settings = `/v1/quizzes/${room.room.quizId}`;
    const { posting } = open;
    expectStatus(await room.room.instructor.patch(settings, { posting, feedback: open.review }), 200);
    const after = await archiveOf(noor);
    expect(rowsIn(after, 'marks/results.json')[0]).toMatchObject({ score: expect.any(String) as string });
    expect(rowsIn(after, 'marks/mark_revisions.json')[0]).toMatchObject({ comment: 'Well seen.' });
    expect(rowsIn(after, 'marks/attempt_questions.json')[0]).toHaveProperty('correct');
  });

  it('has the files that the person handed in, and says how many are gone', async () => {
    const [person, other] = [await app.person(), await app.person()];
    const files = app.get(FilesFacade);
    const content = Buffer.from('Large values pull the mean.');
    const essay = { name: 'essay.txt', purpose: 'answer' as const, content };
    const id = await files.make({ userId: person.id }, essay);
    await files.make({ userId: other.id }, { ...essay, name: 'other.txt' });
    const archive = await archiveOf(person);
    const names = [...archive.keys()].filter((name) => name.startsWith('files/'));
    expect(names).toEqual([`files/${id}/essay.txt`]);
    expect(archive.get(names[0]!)).toEqual(content);
    expect(rowsIn(archive, 'work/files.json')).toEqual([]);
    expect(archive.get('README.txt')!.toString()).toContain('files/: 1 file ');
  });

  it('is for the person and administrators alone, and notes who fetched it', async () => {
    const [person, stranger] = [await app.person(), await app.person('instructor')];
    const id = await ended(await administrator.post(`/v1/users/${person.id}/data-exports`));
    expect((await fetch(person, id)).status).toBe(200);
    expect((await fetch(administrator, id)).status).toBe(200);
    expect(refusal(await fetch(stranger, id))).toEqual([404, 'identity.data_export_not_found']);
    expect(refusal(await stranger.post(`/v1/users/${person.id}/data-exports`))).toEqual([
      403,
      'auth.role_needed',
    ]);
    const [noted] = rowsIn(await archiveOf(person), 'audit/data_exports.json').filter(
      ({ fetches }) => fetches === 2,
    );
    expect(noted).toBeDefined();
  });

  it('is one of its person at a time, however often it is asked for at once', async () => {
    const person = await app.person();
    const answers = await Promise.all(Array.from({ length: 20 }, () => person.post('/v1/me/data-exports')));
    const begun = answers.filter(({ status }) => status === 202);
    expect(begun.length).toBeGreaterThan(0);
    for (const { body } of begun) await app.get(OperationRunner).settled(body.id as string);
    for (const answer of answers.filter(({ status }) => status !== 202))
      expect(refusal(answer)).toEqual([409, 'operations.already_running']);
    // Only the last is kept.
    const found = await Promise.all(begun.map(({ body }) => fetch(person, body.id as string)));
    expect(found.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('ends after a week, with a newer one, and when the person is erased', async () => {
    const person = await app.person();
    const first = await ended(await person.post('/v1/me/data-exports'));
    const second = await ended(await person.post('/v1/me/data-exports'));
    expect(refusal(await fetch(person, first))).toEqual([404, 'identity.data_export_gone']);
    expect((await fetch(person, second)).status).toBe(200);
    const held = (): Promise<string[]> => app.get(OperationInputs).held();
    const resultId = (await app.get(OperationInputs).resultOf(second))!;
    expect(await held()).not.toContain(resultId);
    app.clock.advance(7 * DAY + 1);
    expect(await held()).toContain(resultId);
    const third = await ended(await person.post('/v1/me/data-exports'));
    const thirdId = (await app.get(OperationInputs).resultOf(third))!;
    const { username } = expectStatus(await administrator.get(`/v1/users/${person.id}`), 200);
    const erasure = await administrator.post(`/v1/users/${person.id}/erasures`, { username });
    await ended(erasure);
    expect(refusal(await fetch(administrator, third))).toEqual([404, 'identity.data_export_not_found']);
    app.clock.advance(1);
    expect(await held()).toContain(thirdId);
  });
});
