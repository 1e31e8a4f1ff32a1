import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../../src/modules/rostering/bundle/limits';
import { RosterKinds } from '../../../src/modules/rostering/kinds/roster-kinds';
import { buildBundle, type Kind, type RowValues } from '../../support/oneroster-bundle';
import { smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { workerDatabase } from '../../support/test-database';
import { sqlOf } from '../../support/query-counter';
import { countsOf, RosterRoom } from './roster-room';

type School = Record<Kind, RowValues[]>;

/** Small, so that the few rows of a test make many batches. */
const BATCH_ROWS = 3;
/** Ten of always the same nights, so that the same code gets the same verdict; ROSTER_RUNS=500 tries new ones. */
const LONG_RUNS = process.env['ROSTER_RUNS'];
const RUNS = Number(LONG_RUNS ?? 10);
const SEED = LONG_RUNS === undefined ? 20_251_001 : undefined;
const KINDS = ['users', 'enrollments', 'lineItems', 'results'] as const;

/** What happens between two imports; the numbers choose rows. */
type Event =
  | { what: 'field'; kind: (typeof KINDS)[number]; row: number; value: number }
  | { what: 'drop' | 'repeat' | 'remove' | 'spoil' | 'rename'; kind: (typeof KINDS)[number]; row: number }
  | { what: 'restore' | 'reverse'; kind: (typeof KINDS)[number] }
  | { what: 'rival'; row: number; lasts: boolean }
  | { what: 'in Stoa'; change: number; row: number }
  | { what: 'days'; count: number };

/** A row at the beginning of the file takes the enrollment of the last one, which by itself changes nothing. */
const TAKES_OVER: Event = { what: 'rival', row: 13, lasts: true };

const anyKind = fc.constantFrom(...KINDS);
const anyRow = fc.nat(19);
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ what: fc.constant('field' as const), kind: anyKind, row: anyRow, value: fc.nat(3) }),
  fc.record({
    what: fc.constantFrom('drop', 'repeat', 'remove', 'spoil', 'rename'),
    kind: anyKind,
    row: anyRow,
  }),
  fc.record({ what: fc.constantFrom('restore', 'reverse'), kind: anyKind }),
  fc.record({ what: fc.constant('rival' as const), row: anyRow, lasts: fc.boolean() }),
  fc.record({ what: fc.constant('in Stoa' as const), change: fc.nat(7), row: anyRow }),
  fc.record({ what: fc.constant('days' as const), count: fc.nat(20) }),
);

/** Values that a row of the kind may take in one of its columns. */
const VALUES: Record<(typeof KINDS)[number], [column: string, values: string[]]> = {
  users: ['familyName', ['Rao', 'Sato', 'Bello', 'Lima']],
  enrollments: ['endDate', ['', '2025-09-30', '2025-10-03', '2025-12-01']],
  lineItems: ['title', ['Cells', 'Medians', 'Osmosis', 'Bones']],
  results: ['score', ['1', '7.5', '9', '13.25']],
};

function rowOf(school: School, kind: Kind, row: number): RowValues | undefined {
  return school[kind][row % Math.max(school[kind].length, 1)];
}

/** Changes the school's files, or what is stored of them. */
async function apply(event: Event, school: School, app: TestApp): Promise<void> {
  switch (event.what) {
    case 'days':
      return app.clock.advanceDays(event.count);
    case 'in Stoa':
      return changeInStoa(event.change, event.row, school, app);
    case 'restore':
      school[event.kind] = smallSchool()[event.kind];
      return;
    case 'reverse':
      school[event.kind].reverse();
      return;
    case 'rival': {
      // Somebody's enrollment a second time: which one counts depends on how long they last.
      const first = rowOf(school, 'enrollments', event.row);
      const second = { ...first, sourcedId: `again-${event.row}`, endDate: event.lasts ? '' : '2025-10-02' };
      school.enrollments.unshift(second);
      return;
    }
    default:
  }
  const { kind, what } = event;
  const rows = school[kind];
  const row = rowOf(school, kind, event.row);
  if (!row) return;
  if (what === 'field') row[VALUES[kind][0]] = VALUES[kind][1][event.value]!;
  if (what === 'drop') rows.splice(rows.indexOf(row), 1);
  if (what === 'repeat') rows.push({ ...row });
  if (what === 'remove') row['status'] = 'tobedeleted';
  if (what === 'spoil') row['status'] = 'gone fishing';
  if (what === 'rename' && kind !== 'lineItems') row['sourcedId'] += '+';
}

/** What people or administrators may do to imported rows, as plain SQL: their own checks are not the point. */
async function changeInStoa(change: number, row: number, school: School, app: TestApp): Promise<void> {
  const idOf = (kind: Kind): string => rowOf(school, kind, row)?.['sourcedId'] ?? '';
  const run = (sql: string, kind: Kind): Promise<unknown> => app.database.run(sql, [idOf(kind)]);
  const changes: (() => Promise<unknown>)[] = [
    () =>
      run(`UPDATE users SET family_name = 'Changed', version = version + 1 WHERE sourced_id = ?`, 'users'),
    () => run(`UPDATE users SET disabled_at = '2025-09-30' WHERE sourced_id = ?`, 'users'),
    () => run(`UPDATE users SET role = 'administrator' WHERE sourced_id = ?`, 'users'),
    () => run(`UPDATE enrollments SET end_date = '2025-09-29' WHERE sourced_id = ?`, 'enrollments'),
    () => run(`UPDATE enrollments SET end_date = NULL WHERE sourced_id = ?`, 'enrollments'),
    () => run(`UPDATE results SET score = 4, source = 'instructor' WHERE sourced_id = ?`, 'results'),
    () => run(`UPDATE line_items SET deleted_at = '2025-09-30' WHERE sourced_id = ?`, 'lineItems'),
    () => run(`UPDATE courses SET time_zone = 'Pacific/Kiritimati' WHERE sourced_id = ?`, 'classes'),
  ];
  await changes[change]?.();
}

/** Everything that an import writes, without the ids, which are random. */
async function stored(room: RosterRoom): Promise<unknown> {
  const course = '(SELECT c.sourced_id FROM courses c WHERE c.id = t.course_id)';
  const user = '(SELECT u.username FROM users u WHERE u.id = t.user_id)';
  const ended = (kind: number): string =>
    `(SELECT w.ended FROM roster_ends w WHERE w.kind = ${kind} AND w.row_id = t.id) AS ended`;
  return [
    await room.rows(`SELECT t.sourced_id, t.username, t.family_name, t.role, t.disabled_at, t.version, t.updated_at, ${ended(5)}
      FROM users t WHERE t.sourced_id IS NOT NULL ORDER BY t.sourced_id`),
    await room.rows(`SELECT t.sourced_id, ${course} AS course, ${user} AS user, t.role, t.begin_date, t.end_date, t.updated_at,
      ${ended(6)} FROM enrollments t ORDER BY course, user, t.role, t.sourced_id`),
    await room.rows(`SELECT t.sourced_id, ${course} AS course, t.title, t.due_at, t.deleted_at, t.version, ${ended(8)}
      FROM line_items t ORDER BY t.sourced_id`),
    await room.rows(`SELECT t.sourced_id, ${user} AS user, t.score, t.score_status, t.source, t.deleted_at, t.version, ${ended(9)},
      (SELECT COUNT(*) FROM result_changes h WHERE h.result_id = t.id) AS steps FROM results t ORDER BY t.sourced_id, user`),
  ];
}

async function outcomeOf(events: Event[][], app: TestApp): Promise<unknown[]> {
  const room = await RosterRoom.open(app);
  const school = smallSchool();
  const outcomes: unknown[] = [];
  for (const night of [[], ...events]) {
    for (const event of night) await apply(event, school, app);
    const operation = await room.import(await buildBundle(school), { confirmed: true });
    const issues = (await room.issues(operation.id)).map(({ number: _number, ...issue }) => issue);
    outcomes.push({
      status: operation.status,
      counts: operation.summary,
      issues,
      stored: await stored(room),
    });
  }
  return outcomes;
}

describe('importing almost the same files every night', () => {
  let app: TestApp;
  let slowApp: TestApp;
  const { batchRows } = DEFAULT_LIMITS;
  beforeAll(async () => {
    Object.assign(DEFAULT_LIMITS, { batchRows: BATCH_ROWS });
    app = await TestApp.start();
    slowApp = await TestApp.start({}, await workerDatabase('_slow'));
    for (const kind of slowApp.get(RosterKinds).byName.values())
      Object.assign(kind, { isComparedFirst: false });
  });
  afterAll(async () => {
    Object.assign(DEFAULT_LIMITS, { batchRows });
    await app.stop();
    await slowApp.stop();
  });

  it(
    `importing only what has changed gives the same result as an import that looks at every row, whatever has happened in between: ${RUNS} runs`,
    async () => {
      const nights = fc.array(fc.array(anyEvent, { maxLength: 4 }), { minLength: 1, maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(nights, async (events) => {
          await workerDatabase();
          const outcome = await outcomeOf(events, app);
          await workerDatabase('_slow');
          expect(outcome).toEqual(await outcomeOf(events, slowApp));
        }),
        { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: SEED }), examples: [[[[TAKES_OVER]]]] },
      );
    },
    RUNS * 30_000,
  );

  it('importing almost the same files every night sends one statement for each unchanged batch, and writes no active row to roster_seen', async () => {
    await workerDatabase();
    const room = await RosterRoom.open(app);
    const unchanged = async (learners: number): Promise<string[]> => {
      const { orgs, users } = smallSchool();
      const more = Array.from({ length: learners }, (_, index) => {
        const name = `s-${String(index).padStart(4, '0')}`;
        return { ...users[2]!, sourcedId: name, username: name, email: `${name}@hillview.example` };
      });
      const bundle = await buildBundle({ orgs, users: more });
      await room.import(bundle, { confirmed: true });
      let summary: unknown;
      const statements = await sqlOf(async () => (summary = countsOf(await room.import(bundle))));
      expect(summary).toMatchObject({ 'users.csv': { unchanged: learners } });
      return statements;
    };
    const few = await unchanged(30 * BATCH_ROWS);
    const many = await unchanged(60 * BATCH_ROWS);
    const lookups = many.filter((sql) => sql.includes('FROM users t') && sql.includes('sourced_id IN'));
    expect(lookups).toHaveLength(60);
    // Besides, it tells of its progress every ten batches.
    expect(many.length - few.length).toBe(30 + 3);
    expect(many.filter((sql) => sql.startsWith('INSERT IGNORE INTO roster_seen')).length).toBe(1);
  });
});
