import { Database } from '../../src/shared/database/database';
import { fromBinary, toBinary } from '../../src/shared/database/ids';
import { expectStatus } from './course-room';
import type { Caller, TestApp } from './test-app';

/** A row of stored totals, as the store has it. */
export interface StoredRow {
  userId: string;
  scopeKind: string;
  scopeId: string;
  structureVersion: number;
  revision: number;
  computedAt: Date;
  holdsUntil: Date | null;
  shares: Record<string, string | null>;
}

const NAMES = ['current', 'final', 'posted_current', 'posted_final'] as const;

/** Looks at the stored totals of a course, and at what its explanations compute. */
export class StoredTotalsOf {
  private readonly database: Database;

  constructor(
    private readonly app: TestApp,
    private readonly course: { courseId: string; url: string; instructor: Caller },
  ) {
    this.database = app.get(Database);
  }

  async rows(): Promise<StoredRow[]> {
    type Row = Omit<StoredRow, 'userId' | 'scopeId' | 'shares'> &
      Record<'userId' | 'scopeId', Buffer> &
      Record<'current' | 'final' | 'postedCurrent' | 'postedFinal', string | null>;
    const rows = await this.database.rows<Row>(
      `SELECT user_id AS userId, scope_kind AS scopeKind, scope_id AS scopeId, structure_version AS structureVersion, revision,
              computed_at AS computedAt, holds_until AS holdsUntil, current_of_all AS current, final_of_all AS final,
              posted_current AS postedCurrent, posted_final AS postedFinal
       FROM stored_totals WHERE course_id = ?`,
      [toBinary(this.course.courseId)],
    );
    return rows.map(({ current, final, postedCurrent, postedFinal, ...row }) => ({
      ...row,
      userId: fromBinary(row.userId),
      scopeId: fromBinary(row.scopeId),
      shares: { current, final, posted_current: postedCurrent, posted_final: postedFinal },
    }));
  }

  async of(learner: Pick<Caller, 'id'>): Promise<StoredRow | undefined> {
    return (await this.rows()).find(
      ({ userId, scopeKind }) => userId === learner.id && scopeKind === 'course',
    );
  }

  /** 0 where the course has none. */
  async version(): Promise<number> {
    const row = await this.database.row<{ version: number }>(
      'SELECT version FROM grade_structures WHERE course_id = ?',
      [toBinary(this.course.courseId)],
    );
    return row?.version ?? 0;
  }

  /** Whether what is stored of a learner says that it holds. */
  async claimsToHold(learner: Pick<Caller, 'id'>): Promise<boolean> {
    const version = await this.version();
    const row = await this.of(learner);
    return row !== undefined && this.isHeld(row, version);
  }

  /** Whether a row says that it holds, in this version of the structure. */
  isHeld({ structureVersion, computedAt, holdsUntil }: StoredRow, version: number): boolean {
    const now = this.app.clock.now();
    return structureVersion === version && computedAt <= now && (holdsUntil === null || now < holdsUntil);
  }

  /** Stores wrong totals in place of those of a learner, so that a test sees who reads them. */
  async spoil(learner: Pick<Caller, 'id'>): Promise<void> {
    await this.database.run(
      `UPDATE stored_totals SET posted_current = '1/8', posted_final = '1/8', current_of_all = '1/8', final_of_all = '1/8',
         sort_key = 0.125 WHERE course_id = ? AND user_id = ?`,
      [toBinary(this.course.courseId), toBinary(learner.id)],
    );
  }

  /** The four totals of a learner, and of each category and grading period, as explanations compute them. */
  async computed(
    learner: Pick<Caller, 'id'>,
    periodIds: readonly string[] = [],
  ): Promise<{
    course: Record<string, string | null>;
    /** By the ids of categories and periods. */
    parts: Map<string, Record<string, string | null>>;
    percentages: Record<string, string | null>;
  }> {
    const course: Record<string, string | null> = {};
    const percentages: Record<string, string | null> = {};
    const parts = new Map<string, Record<string, string | null>>();
    for (const name of NAMES) {
      const url = `${this.course.url}/grades/${learner.id}/explanation?total=${name}`;
      const told = expectStatus(await this.course.instructor.get(url), 200);
      course[name] = told.share as string | null;
      percentages[name] = told.percentage as string | null;
      for (const { categoryId, share } of told.categories as {
        categoryId: string | null;
        share: string | null;
      }[])
        if (categoryId !== null) parts.set(categoryId, { ...parts.get(categoryId), [name]: share });
      for (const periodId of periodIds) {
        const { share } = expectStatus(await this.course.instructor.get(`${url}&period=${periodId}`), 200);
        parts.set(periodId, { ...parts.get(periodId), [name]: share as string | null });
      }
    }
    return { course, parts, percentages };
  }
}

/** `3` and `3/1` are the same. */
export function fractionOf(text: string | null): string | null {
  return text === null || text.includes('/') ? text : `${text}/1`;
}
