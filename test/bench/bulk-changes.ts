import { Readable } from 'node:stream';
import { createConnection } from 'mysql2/promise';
import { withModules } from '../../src/application';
import { loadSettings } from '../../src/config/settings';
import { CoursesFacade } from '../../src/modules/courses';
import { BulkChangesService } from '../../src/modules/enrollments';
import {
  type ConnectionTarget,
  connectionOptions,
  toDatabaseUrl,
} from '../../src/shared/database/data-source';
import { newId, toBinary } from '../../src/shared/database/ids';
import { OperationInputs } from '../../src/shared/operations/operation-inputs';
import { OperationRunner } from '../../src/shared/operations/operation-runner';
import { OperationsRepository } from '../../src/shared/operations/operations.repository';
import { median } from './latencies';
import { copyTable, FOR_PRODUCTION, ROWS_A_STATEMENT, withDatabase } from './roster-import';

/** Milliseconds; each is the median of the rounds. */
export interface BulkChangeFigures {
  rows: number;
  /** A file that enrolls so many people, from the stored upload to the end of the operation. */
  enrolling: number;
  /** The same file again, which changes nothing. */
  again: number;
  /** The enrollments that it has made, by statements of 1,000 rows through the same driver. */
  plainInserts: number;
  /** The same, with what was kept of each row: its outcome, and the log by which it is reversed. */
  allInserts: number;
  /** enrolling / plainInserts. */
  ratio: number;
  /** enrolling / allInserts. */
  wholeRatio: number;
}

/**
 * Enrolls people by a file and holds the time against that of plain multi-row inserts of the same rows, on the same server, into
 * the same tables with the same indexes. Makes a database for each and drops it.
 *
 * @param server may create databases; its own is left alone.
 */
export async function benchBulkChanges(
  server: ConnectionTarget,
  rows: number,
  { rounds = 3, say = () => undefined }: { rounds?: number; say?: (message: string) => void } = {},
): Promise<BulkChangeFigures> {
  const times: number[][] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const own = await withDatabase(server, 'stoa_bench_changes', (changed) =>
      withDatabase(server, 'stoa_bench_inserts', async (inserted) => {
        const [enrolling, again] = await timeChanges(changed, rows);
        return [enrolling, again, ...(await timeInserts(changed, inserted))];
      }),
    );
    times.push(own);
    say(`Round ${round}: ${own.map((time) => `${(time / 1000).toFixed(1)} s`).join(', ')}`);
  }
  const [enrolling = 0, again = 0, plainInserts = 0, allInserts = 0] = [0, 1, 2, 3].map((which) =>
    median(times.map((all) => all[which] ?? 0)),
  );
  const ratios = { ratio: enrolling / plainInserts, wholeRatio: enrolling / allInserts };
  return { rows, enrolling, again, plainInserts, allInserts, ...ratios };
}

/** The figures as a table for the terminal. */
export function bulkChangesTable({ rows, ratio, wholeRatio, ...times }: BulkChangeFigures): string {
  const line = (name: string, milliseconds: number): string =>
    `${name.padEnd(44)} ${(milliseconds / 1000).toFixed(2).padStart(6)} s ${Math.round(
      (rows * 1000) / milliseconds,
    )
      .toLocaleString('en')
      .padStart(9)} rows/s`;
  return [
    `Changes of many enrollments, ${rows.toLocaleString('en')} rows`,
    line('enrolling by a file', times.enrolling),
    line('the same again, nothing changed', times.again),
    line('plain inserts of the enrollments', times.plainInserts),
    line('plain inserts of these, outcomes and log', times.allInserts),
    `enrolling / plain inserts of the enrollments   ${ratio.toFixed(2)}`,
    `enrolling / plain inserts of all that is kept  ${wholeRatio.toFixed(2)}`,
  ].join('\n');
}

async function timeChanges(target: ConnectionTarget, rows: number): Promise<[number, number]> {
  const settings = loadSettings({
    NODE_ENV: 'production',
    DATABASE_URL: toDatabaseUrl(target),
    ...FOR_PRODUCTION,
  });
  return withModules(settings, target, async (modules) => {
    const get = <T>(of: abstract new (...args: never[]) => T): T => modules.get<T>(of, { strict: false });
    const people = await addPeople(target, rows);
    const courseId = newId();
    await get(CoursesFacade).createCourses([
      {
        ...{ id: courseId, code: 'BENCH', title: 'Large', summary: '', status: 'published', timeZone: 'UTC' },
        ...{ selfEnrollment: false, startDate: null, endDate: null, createdBy: null },
        ...{ publishedAt: new Date(), createdAt: new Date() },
      },
    ]);
    const file = `userId,action,endDate\n${people.map((id) => `${id},enroll,2099-01-01`).join('\n')}\n`;
    const [caller] = people;
    const time = async (): Promise<number> => {
      const operationId = newId();
      const stored = await get(OperationInputs).store(operationId, Readable.from([Buffer.from(file)]));
      const start = performance.now();
      await get(BulkChangesService).start(
        { userId: caller ?? '', role: 'administrator' } as Parameters<BulkChangesService['start']>[0],
        {
          ...{ operationId, ...stored, courseId, format: 'file', subject: 'people.csv' },
          ...{ dryRun: false, exceedsCapacity: false },
        },
      );
      await get(OperationRunner).settled(operationId);
      const milliseconds = performance.now() - start;
      const operation = await get(OperationsRepository).find(operationId);
      if (operation?.status !== 'succeeded') throw new Error(`The change ended as ${operation?.status}`);
      return milliseconds;
    };
    const first = await time();
    return [first, await time()];
  });
}

async function addPeople(target: ConnectionTarget, count: number): Promise<string[]> {
  const connection = await createConnection(connectionOptions(target));
  const ids = Array.from({ length: count }, () => newId());
  const now = new Date();
  try {
    for (let from = 0; from < count; from += ROWS_A_STATEMENT)
      await connection.query(
        'INSERT INTO users (id, username, given_name, family_name, role, created_at, updated_at) VALUES ?',
        [
          ids
            .slice(from, from + ROWS_A_STATEMENT)
            .map((id) => [toBinary(id), `person-${id}`, 'Pat', 'Person', 'learner', now, now]),
        ],
      );
  } finally {
    await connection.end();
  }
  return ids;
}

/** The first operation's rows: the second one has changed nothing. Only the inserts count. */
async function timeInserts(from: ConnectionTarget, to: ConnectionTarget): Promise<[number, number]> {
  const source = await createConnection(connectionOptions(from));
  const target = await createConnection(connectionOptions(to));
  try {
    for (const table of ['users', 'courses']) await copyTable(table, source, target);
    const enrollments = await copyTable('enrollments', source, target);
    await copyTable('operations', source, target);
    const outcomes = await copyTable('enrollment_change_rows', source, target, {
      ...{ where: `operation_id = (SELECT MIN(id) FROM operations WHERE kind = 'enrollment_changes')` },
      key: 'number',
    });
    const log = await copyTable('operation_changes', source, target, { key: 'seq' });
    return [enrollments, enrollments + outcomes + log];
  } finally {
    await source.end();
    await target.end();
  }
}
