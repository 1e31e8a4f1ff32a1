import { MIGRATIONS } from '../../../src/migrations';
import { migrate } from '../../../src/shared/database/migrate';
import { EXPORT_PAGES } from '../../../src/modules/rostering/exports/roster-export';
import { Transactions } from '../../../src/shared/database/transactions';
import { OperationPoller } from '../../../src/shared/operations/operation-poller';
import { expectStatus } from '../../support/course-room';
import { GradedCourse } from '../../support/graded-course';
import { negativeControl } from '../../support/negative-control';
import { type OpenedBundle, openedBundle, savedBundle } from '../../support/opened-bundle';
import { smallBundle } from '../../support/small-school';
import { beforeNext, endWatches } from '../../support/statements';
import { TestApp } from '../../support/test-app';
import { emptyDatabase } from '../../support/test-database';
import { countsOf, EVERYTHING, RosterRoom } from './roster-room';

const KINDS = [
  ...(['academicSessions', 'orgs', 'courses', 'classes', 'users', 'enrollments'] as const),
  ...(['categories', 'lineItems', 'results'] as const),
];

negativeControl('the snapshot of an export', ['has each course as it was'], () => {
  Transactions.prototype.snapshot = function <T>(this: Transactions, work: () => Promise<T>): Promise<T> {
    return this.run(work);
  };
});

describe('the bundle of a school', () => {
  let app: TestApp;
  let room: RosterRoom;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    await room.import(await smallBundle());
  });
  afterEach(async () => {
    EXPORT_PAGES.rows = 1000;
    endWatches();
    await app.stop();
  });

  /** A course that was made in Stoa, with a quiz, an override, and people who are in the roster's courses, too. */
  async function courseOfStoa(): Promise<GradedCourse> {
    const course = await GradedCourse.open(app, {
      timeZone: 'America/New_York',
      code: 'ART-1',
      title: 'Ärt, "1"',
    });
    const [ann, ben] = [await course.learner(), await course.learner()];
    const quiz = await course.quiz('Quiz', 2, { dueAt: new Date('2025-10-20T10:00:00.000Z') });
    await course.attempt(ann, quiz, 1);
    await course.attempt(ben, quiz, 2);
    await course.grade(quiz.lineItemId, ben, { score: '0.5' });
    const work = await course.lineItem({
      title: '@SUM(1)',
      dueAt: '2025-10-17T15:30:00.000Z',
    });
    await course.grade(work.id, ann, { score: '19.0625', comment: '-2+3\r\nline' });
    return course;
  }

  it('is written by an operation, and imported again changes nothing, as changes and as complete files', async () => {
    await courseOfStoa();
    const before = await room.fingerprint(EVERYTHING);
    for (const mode of ['delta', 'bulk'] as const) {
      const { bytes } = await room.export({ mode });
      const { manifest } = await openedBundle(bytes);
      expect(manifest).toMatchObject({
        'file.results': mode,
        'file.users': mode,
        'file.demographics': 'absent',
      });
      const operation = await room.import(await savedBundle(bytes));
      expect([mode, operation.status, await room.issues(operation.id)]).toEqual([mode, 'succeeded', []]);
      const counts = Object.values(countsOf(operation)).flatMap((each) => Object.keys(each));
      expect([mode, new Set(counts)]).toEqual([mode, new Set(['unchanged'])]);
      expect([mode, await room.fingerprint(EVERYTHING)]).toEqual([mode, before]);
    }
  });

  it('says what OneRoster has no word for, and counts what it has', async () => {
    await courseOfStoa();
    const { operation } = await room.export({});
    expect((await room.issues(operation.id)).map(({ code, severity }) => [severity, code])).toEqual([
      ['warning', 'overrides_untold'],
    ]);
    const read = Object.fromEntries(operation.summary.map(({ part, read: rows }) => [part, rows]));
    expect(read).toMatchObject({ 'classes.csv': 3, 'lineItems.csv': 6, 'results.csv': 13 });
  });

  it('of a term has the courses of the term, and of courses those', async () => {
    const course = await courseOfStoa();
    const [term] = await room.rows<{ id: Buffer }>(
      "SELECT id FROM academic_sessions WHERE sourced_id = '2025-26'",
    );
    const hex = term?.id.toString('hex') ?? '';
    const termId = hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
    const ofTerm = await openedBundle((await room.export({ termId })).bytes);
    expect(
      ofTerm
        .rows('classes')
        .map((row) => row['sourcedId'])
        .sort(),
    ).toEqual(['BIO-A', 'STA-A']);
    const ofCourse = await openedBundle((await room.export({ courseIds: [course.courseId] })).bytes);
    expect(ofCourse.rows('classes').map((row) => row['sourcedId'])).toEqual([`stoa:${course.courseId}`]);
    expect(ofCourse.rows('users')).toHaveLength(3);
    expectStatus(
      await room.administrator.post('/v1/roster-exports', { termId, courseIds: [course.courseId] }),
      422,
    );
    for (const [body, code] of [
      [{ termId: course.courseId }, 'rostering.no_such_term'],
      [{ courseIds: [course.courseId, termId] }, 'rostering.no_such_course'],
      [{ courseIds: [] }, 'request.invalid'],
    ] as const)
      expect(await room.administrator.post('/v1/roster-exports', body)).toMatchObject({
        status: 422,
        body: { code },
      });
  });

  it('brings courses, people, line items and results into another school, and out of it again', async () => {
    await courseOfStoa();
    const sent = await openedBundle((await room.export({})).bytes);
    const path = await savedBundle((await room.export({})).bytes);
    const target = await emptyDatabase('_other');
    await migrate(target, MIGRATIONS);
    const other = await TestApp.start({}, target);
    try {
      const there = await RosterRoom.open(other);
      const operation = await there.import(path);
      const severe = (await there.issues(operation.id)).filter(({ severity }) => severity === 'error');
      expect([operation.status, severe]).toEqual(['succeeded', []]);
      const back = await openedBundle((await there.export({})).bytes);
      const administrators = new Set([...administratorsOf(sent), ...administratorsOf(back)]);
      for (const kind of KINDS)
        expect([kind, toldBy(back, kind, administrators)]).toEqual([
          kind,
          toldBy(sent, kind, administrators),
        ]);
      const before = await there.fingerprint(EVERYTHING);
      const again = await there.import(path);
      expect(countsOf(again)['results.csv']).toEqual({ unchanged: 13 });
      expect(await there.fingerprint(EVERYTHING)).toBe(before);
    } finally {
      await other.stop();
    }
  });

  const administratorsOf = (bundle: OpenedBundle): string[] =>
    bundle
      .rows('users')
      .filter(({ role }) => role === 'administrator')
      .map((row) => row['sourcedId'] ?? '');

  /** The rows of a file without what depends on the school: administrators, who made a result, and when. */
  function toldBy(
    bundle: OpenedBundle,
    kind: (typeof KINDS)[number],
    administrators: ReadonlySet<string>,
  ): string[] {
    return bundle
      .rows(kind)
      .filter(({ sourcedId = '' }) => !administrators.has(sourcedId))
      .map(({ dateLastModified: _, ...row }) =>
        JSON.stringify({
          ...row,
          'metadata.stoaSource': '',
          'metadata.stoaSubmittedAt': '',
          'metadata.stoaQuiz': '',
        }),
      )
      .sort();
  }

  it('says nothing of what an import asks for: what was ended in Stoa stays so with the next file of the school', async () => {
    const [enrollment] = await room.rows<{ id: string }>(
      "SELECT LOWER(HEX(id)) AS id FROM enrollments WHERE sourced_id LIKE '%BIO-A%' AND role = 'learner' AND end_date IS NULL LIMIT 1",
    );
    const id = (enrollment?.id ?? '').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
    expectStatus(await room.administrator.delete(`/v1/enrollments/${id}`), 204);
    const before = await room.fingerprint(EVERYTHING);
    await room.import(await savedBundle((await room.export({})).bytes));
    expect(await room.fingerprint(EVERYTHING)).toBe(before);
    await room.import(await smallBundle());
    const [after] = await room.rows<{ ended: number }>(
      `SELECT end_date IS NOT NULL AS ended FROM enrollments WHERE id = UNHEX('${enrollment?.id}')`,
    );
    expect(after).toEqual({ ended: 1 });
  });

  it('has each course as it was at one instant, and the same ids in two exports at once', async () => {
    const course = await courseOfStoa();
    const learners = await Promise.all(Array.from({ length: 6 }, () => course.learner()));
    const [first, second] = [await course.lineItem({ title: 'A' }), await course.lineItem({ title: 'B' })];
    for (const learner of learners)
      for (const item of [first, second]) await course.grade(item.id, learner, { score: '1' });
    let isOver = false;
    // Both scores of a learner are always given together.
    const writing = (async () => {
      for (let score = 2; !isOver; score += 1)
        expectStatus(
          await course.instructor.post(`${course.url}/results/batch`, {
            cells: learners.flatMap(({ id: userId }) =>
              [first, second].map(({ id: lineItemId }) => ({ lineItemId, userId, score: `${score % 20}` })),
            ),
          }),
          200,
        );
    })();
    // So that the results of the course are read by several statements.
    EXPORT_PAGES.rows = 3;
    const url = `${course.url}/oneroster.zip`;
    const seen: string[][] = [];
    try {
      for (let round = 0; round < 5; round += 1) {
        const answers = await Promise.all([room.administrator.get(url), room.administrator.get(url)]);
        for (const { bytes } of answers) {
          const results = (await openedBundle(bytes)).rows('results');
          const scores = results
            .filter(({ lineItemSourcedId }) =>
              [`stoa:${first.id}`, `stoa:${second.id}`].includes(lineItemSourcedId ?? ''),
            )
            .map(({ score }) => score);
          expect([scores.length, new Set(scores).size]).toEqual([12, 1]);
          seen.push(results.map(({ sourcedId }) => sourcedId ?? '').sort());
        }
      }
    } finally {
      isOver = true;
      await writing;
    }
    for (const ids of seen) expect(ids).toEqual(seen[0]);
  });

  it('is there for a week', async () => {
    const { operation } = await room.export({});
    const url = `/v1/roster-exports/${operation.id}/oneroster.zip`;
    app.clock.advance(6 * 86_400_000);
    await app.get(OperationPoller).tidy();
    expect((await room.administrator.get(url)).status).toBe(200);
    app.clock.advance(2 * 86_400_000);
    await app.get(OperationPoller).tidy();
    expect(await room.administrator.get(url)).toMatchObject({
      status: 404,
      body: { code: 'rostering.export_gone' },
    });
    expect(await room.rows('SELECT 1 FROM operation_files')).toEqual([]);
  });

  it('can be fetched once it is complete, by administrators alone', async () => {
    const instructor = await app.person('instructor');
    expect((await instructor.post('/v1/roster-exports', {})).status).toBe(403);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    beforeNext(/FROM grade_categories g/, () => held);
    const { id } = expectStatus(await room.administrator.post('/v1/roster-exports', {}), 202) as {
      id: string;
    };
    const url = `/v1/roster-exports/${id}/oneroster.zip`;
    expect((await room.administrator.get(url)).body).toMatchObject({ code: 'rostering.export_not_ready' });
    expect((await room.administrator.post('/v1/roster-exports', {})).status).toBe(409);
    release();
    await room.finished(id);
    expect((await room.administrator.get(url)).status).toBe(200);
    expect((await instructor.get(url)).status).toBe(403);
  });

  it('has the rows of a course once where the connection is lost in the middle of it', async () => {
    const first = await room.export({});
    EXPORT_PAGES.rows = 3;
    let kills = 0;
    beforeNext(/FROM results r FORCE INDEX .* r.user_id > /, () =>
      app.get(Transactions).outside(async () => {
        const others = await room.rows<{ id: number }>(
          'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
        );
        for (const { id } of others) await room.rows(`KILL ${Number(id)}`);
        kills += others.length;
      }),
    );
    const { operation, bytes } = await room.export({});
    expect(kills).toBeGreaterThan(0);
    expect(operation).toMatchObject({ status: 'succeeded', summary: first.operation.summary });
    const [one, other] = [await openedBundle(first.bytes), await openedBundle(bytes)];
    for (const kind of KINDS) expect([kind, other.rows(kind)]).toEqual([kind, one.rows(kind)]);
    expect(await room.rows('SELECT 1 FROM operation_files')).toHaveLength(2);
  });
});
