import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { RosterImportsService } from '../../../src/modules/rostering';
import type {
  OperationIssueResponse,
  OperationResponse,
} from '../../../src/shared/operations/dto/operation.response';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { expectStatus } from '../../support/course-room';
import type { Answer, Caller, TestApp } from '../../support/test-app';

/** Tables that an import may change; its own bookkeeping and operations aside. */
const TABLES = [
  ...['orgs', 'users', 'sessions', 'academic_sessions', 'course_templates', 'courses', 'enrollments'],
  ...['line_item_categories', 'line_items', 'results', 'result_changes', 'roster_ends', 'roster_roles'],
];

/** All that tells whether an import has changed anything. */
export const EVERYTHING = [
  ...TABLES.filter((table) => table !== 'sessions'),
  ...['grade_categories', 'grading_periods', 'quizzes', 'person_links', 'stored_totals'],
];

/** The statement with which an operation says how far it is. Its phase is among the values. */
export const PROGRESS_REPORT = /^UPDATE `operations` SET `phase` = \?, `progress_done`/;

/** The parts of an issue that tests look at. */
export type IssuePlace = Pick<OperationIssueResponse, 'file' | 'line' | 'column' | 'code'>;

/** Imports, and what they leave in the store. */
export class RosterRoom {
  private constructor(
    readonly app: TestApp,
    readonly administrator: Caller,
  ) {}

  /** It is the middle of the small school's autumn term. */
  static async open(app: TestApp): Promise<RosterRoom> {
    app.clock.set('2025-10-01T09:00:00.000Z');
    return new RosterRoom(app, await app.person('administrator'));
  }

  /** Imports a file of this machine and waits for its end. */
  async import(
    path: string,
    more: { dryRun?: boolean; confirmed?: boolean } = {},
  ): Promise<OperationResponse> {
    const { id } = await this.app.get(RosterImportsService).start({
      ...{ path, name: 'school.zip', requestedBy: null, dryRun: false, confirmed: false },
      ...more,
    });
    return this.finished(id);
  }

  /** Exports the courses that the body names, and fetches the bundle. */
  async export(body: Record<string, unknown>): Promise<{ operation: OperationResponse; bytes: Buffer }> {
    const { id } = expectStatus(await this.administrator.post('/v1/roster-exports', body), 202) as {
      id: string;
    };
    const operation = await this.finished(id);
    const answer = await this.administrator.get(`/v1/roster-exports/${id}/oneroster.zip`);
    expectStatus(answer, 200);
    return { operation, bytes: answer.bytes };
  }

  /** The operation once this process has done with it. */
  async finished(id: string): Promise<OperationResponse> {
    await this.app.get(OperationRunner).settled(id);
    return expectStatus(await this.administrator.get(`/v1/operations/${id}`), 200) as OperationResponse;
  }

  async issues(id: string): Promise<OperationIssueResponse[]> {
    const all: OperationIssueResponse[] = [];
    for (let cursor = ''; ;) {
      const url = `/v1/operations/${id}/issues?limit=100${cursor}`;
      const { data, page } = expectStatus(await this.administrator.get(url), 200) as {
        data: OperationIssueResponse[];
        page: { next: string | null };
      };
      all.push(...data);
      if (page.next === null) return all;
      cursor = `&cursor=${page.next}`;
    }
  }

  async places(id: string): Promise<IssuePlace[]> {
    return (await this.issues(id)).map(({ file, line, column, code }) => ({ file, line, column, code }));
  }

  /** Sends a file as a browser would. */
  async upload(
    caller: Caller,
    path: string,
    fields: Record<string, string> = {},
    more: { fileField?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append(more.fileField ?? 'file', new Blob([await readFile(path)]), 'autumn.zip');
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    return caller.post('/v1/roster-imports', await buffer(request.body as never), {
      'content-type': request.headers.get('content-type') ?? '',
      ...more.headers,
    });
  }

  rows<T = Record<string, unknown>>(sql: string): Promise<T[]> {
    return this.app.database.rows<T>(sql);
  }

  /** A digest of every row of every table that an import may change. */
  async fingerprint(tables: readonly string[] = TABLES): Promise<string> {
    const digest = createHash('sha256');
    for (const table of tables) {
      const rows = await this.rows(`SELECT * FROM ${table}`);
      digest.update(
        rows
          .map((row) => JSON.stringify(row))
          .sort()
          .join('\n'),
      );
    }
    return digest.digest('hex');
  }
}

/** `{ 'users.csv': { added: 2 } }`: the counts that are not zero, without `read`. */
export function countsOf({ summary }: OperationResponse): Record<string, Record<string, number>> {
  return Object.fromEntries(
    summary.map(({ part, read: _read, ...counts }) => [
      part,
      Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    ]),
  );
}
