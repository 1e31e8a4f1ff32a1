import { idText } from '../data/seeded-ids';
import { idBytes } from '../flows';
import type { FloorDatabase } from './floor-database';
import { type Graded, nullableIdText, plain } from './numbers';
import { presentTotals, type StoredRow } from './stored-totals';
import { lateness, refuseOwnDues } from './personal';
import { BEHIND, BY_NAME, INDEXED_BY_NAME, nextOf, pageOf, type PageRequest, placeValues } from './paging';
import { claimsOf, Refusal, standingIn } from './standing';

interface LearnerRow {
  /** Of the enrollment. */
  id: Buffer;
  userId: Buffer;
  givenName: string;
  familyName: string;
  isSuspended: number;
}

interface ColumnRow {
  id: Buffer;
  activityId: Buffer | null;
  title: string;
  dueAt: Date | null;
  dueTimeZone: string | null;
  min: string;
  max: string;
  userId: null;
}

/** What a learner of the page has beyond others. */
interface OwnRow {
  id: null;
  userId: Buffer;
  /** The most days that accommodations add. */
  version: number | null;
  source: string;
  comment: string | null;
  submittedAt: Date | null;
}

interface CellRow {
  id: Buffer;
  userId: Buffer;
  score: string | null;
  scoreStatus: string;
  scoreDate: string;
  source: string;
  comment: string | null;
  version: number;
  submittedAt: Date | null;
}

/** A page of the gradebook, by three queries: the caller and their rights, the learners, and columns with cells. */
export class FloorGradebook {
  constructor(private readonly database: FloorDatabase) {}

  async page(request: PageRequest): Promise<unknown> {
    const { courseId } = request.params;
    const { today } = await standingIn(this.database, claimsOf(request), courseId, 'staff');
    const { limit, after } = pageOf(request);
    const course = idBytes(courseId);
    const learners = await this.database.rows<LearnerRow>(
      `SELECT e.id, e.user_id AS userId, e.given_name AS givenName, e.family_name AS familyName,
              u.disabled_at IS NOT NULL AS isSuspended
       FROM enrollments e ${INDEXED_BY_NAME} STRAIGHT_JOIN users u ON u.id = e.user_id
       WHERE e.course_id = ? AND e.role = 'learner' AND u.disabled_at IS NULL AND e.begin_date <= ? AND (e.end_date IS NULL OR e.end_date > ?)
         ${after ? BEHIND : ''}
       ORDER BY ${BY_NAME} LIMIT ?`,
      [course, today, today, ...(after ? placeValues(after) : []), String(limit + 1)],
    );
    const shown = learners.slice(0, limit);
    const { sheet, stored, version } = ofAll(await this.sheet(course, shown));
    const columns = columnsOf(sheet);
    return {
      lineItems: columns.map(toColumn),
      data: rowsOf(shown, columns, sheet, stored),
      structureVersion: version,
      page: { next: nextOf(learners, limit), limit },
    };
  }

  private sheet(course: Buffer, learners: LearnerRow[]): Promise<(ColumnRow | CellRow | OwnRow)[]> {
    const users = learners.map(({ userId }) => userId);
    const marks = learners.length > 0 ? learners.map(() => '?').join(', ') : 'NULL';
    return this.database.rows(
      `SELECT li.id, li.activity_id AS activityId, li.title, COALESCE(q.due_at, li.due_at) AS dueAt,
              IF(q.due_at IS NULL, li.due_time_zone, q.due_time_zone) AS dueTimeZone, li.result_value_min AS min,
              li.result_value_max AS max, NULL AS userId, NULL AS score, NULL AS scoreStatus, NULL AS scoreDate,
              NULL AS source, NULL AS comment, NULL AS version, NULL AS submittedAt
       FROM line_items li LEFT JOIN quizzes q ON q.activity_id = li.activity_id
       WHERE li.course_id = ? AND li.deleted_at IS NULL
       UNION ALL
       SELECT r.line_item_id, NULL, NULL, NULL, NULL, NULL, NULL, r.user_id, r.score, r.score_status, r.score_date,
              r.source, r.comment, r.version, r.submitted_at
       FROM line_items li STRAIGHT_JOIN users u
       STRAIGHT_JOIN results r FORCE INDEX (uq_results_learner) ON r.line_item_id = li.id AND r.user_id = u.id
       WHERE li.course_id = ? AND li.deleted_at IS NULL AND u.id IN (${marks}) AND r.deleted_at IS NULL
       UNION ALL
       SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, x.user_id, NULL, NULL, NULL, 'exception', NULL, NULL, NULL
       FROM quiz_exceptions x FORCE INDEX (ix_quiz_exceptions_course)
       WHERE x.course_id = ? AND x.user_id IN (${marks})
       UNION ALL
       SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, n.user_id, NULL, NULL, NULL, 'accommodation', NULL, n.days_added, NULL
       FROM accommodations n WHERE n.user_id IN (${marks}) AND (n.course_id IS NULL OR n.course_id = ?)
       UNION ALL
       SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, t.user_id, NULL, NULL, NULL, 'stored',
              CONCAT_WS('|', IFNULL(t.current_of_all, ''), IFNULL(t.final_of_all, '')), t.structure_version, t.holds_until
       FROM stored_totals t FORCE INDEX (PRIMARY)
       WHERE t.course_id = ? AND t.user_id IN (${marks}) AND t.scope_kind = 'course' AND t.scope_id = t.course_id
       UNION ALL
       SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'structure', NULL, s.version, NULL
       FROM grade_structures s WHERE s.course_id = ?
       UNION ALL
       SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'rules', NULL, NULL, NULL FROM grade_rules g
       WHERE g.course_id = ?`,
      [course, course, ...users, course, ...users, ...users, course, course, ...users, course, course],
    );
  }
}

interface WholeSheet {
  sheet: (ColumnRow | CellRow)[];
  /** By learner. */
  stored: Map<string, StoredRow>;
  version: number | null;
}

/** Columns and cells, with stored totals; refused where a learner has another due than everybody. */
function ofAll(rows: (ColumnRow | CellRow | OwnRow)[]): WholeSheet {
  const own = rows.filter((row): row is OwnRow => row.id === null);
  if (own.some(({ source }) => source === 'rules')) throw new Refusal(409);
  refuseOwnDues(
    own
      .filter(({ source }) => source === 'exception' || source === 'accommodation')
      .map(({ source, version }) => ({ daysAdded: version, hasException: source === 'exception' ? 1 : 0 })),
  );
  const version = own.find(({ source }) => source === 'structure')?.version ?? null;
  const stored = new Map<string, StoredRow>();
  for (const { source, userId, comment, version: structureVersion, submittedAt: holdsUntil } of own) {
    if (source !== 'stored') continue;
    const [currentOfAll = null, finalOfAll = null] = comment?.split('|') ?? [];
    stored.set(keyOf(userId), { currentOfAll, finalOfAll, structureVersion, holdsUntil, version });
  }
  const sheet = rows.filter((row): row is ColumnRow | CellRow => row.id !== null);
  return { sheet, stored, version };
}

function columnsOf(sheet: (ColumnRow | CellRow)[]): ColumnRow[] {
  const columns = sheet.filter((row): row is ColumnRow => row.userId === null);
  return columns.sort((one, other) => dueTime(one) - dueTime(other) || Buffer.compare(one.id, other.id));
}

function dueTime({ dueAt }: ColumnRow): number {
  return dueAt === null ? Number.MAX_SAFE_INTEGER : dueAt.getTime();
}

function toColumn({ id, activityId, title, dueAt, min, max }: ColumnRow): unknown {
  const range = { resultValueMin: plain(min), resultValueMax: plain(max) };
  return { id: idText(id), activityId: nullableIdText(activityId), title, dueAt, ...range, periodId: null };
}

/** Cells find their columns and learners by the bytes of the ids, so that only ids that are shown are written out. */
function rowsOf(
  learners: LearnerRow[],
  columns: ColumnRow[],
  sheet: (ColumnRow | CellRow)[],
  stored: ReadonlyMap<string, StoredRow>,
): unknown[] {
  const columnOf = new Map(
    columns.map(({ id, activityId, min, max, dueAt }) => [
      keyOf(id),
      { text: idText(id), min, max, isQuiz: activityId !== null, dueAt },
    ]),
  );
  const cells = sheet.filter((row): row is CellRow => row.userId !== null);
  const cellsOf = Map.groupBy(cells, ({ userId }) => keyOf(userId));
  return learners.map(({ userId, givenName, familyName, isSuspended }) => {
    const own = (cellsOf.get(keyOf(userId)) ?? []).flatMap((cell) => {
      const column = columnOf.get(keyOf(cell.id));
      // The bounds of a cell's row are NULL: those of the column count.
      return column ? [{ ...cell, ...column }] : [];
    });
    const results = own.map(
      ({ text, isQuiz, dueAt, score, scoreStatus, submittedAt, source, comment, version }) => [
        text,
        {
          score: score === null ? null : plain(score),
          effectiveScore: score === null ? null : plain(score),
          status: scoreStatus,
          submittedAt,
          ...lateness(scoreStatus, submittedAt, dueAt),
          dueMovedBy: null,
          isOverride: isQuiz && source === 'instructor',
          comment,
          version,
        },
      ],
    );
    return {
      userId: idText(userId),
      givenName,
      familyName,
      isSuspended: isSuspended === 1,
      ...allTotals(columns, own, stored.get(keyOf(userId))),
      graceTokensLeft: null,
      results: Object.fromEntries(results),
    };
  });
}

/** Columns without a result count, too: 0 in the final total. */
function allTotals(
  columns: ColumnRow[],
  own: (Graded & { text: string })[],
  stored: StoredRow | undefined,
): object {
  const all = presentTotals(stored, () => {
    const known = new Map(own.map((cell) => [cell.text, cell]));
    return columns.map(
      ({ id, min, max }) => known.get(idText(id)) ?? { score: null, scoreStatus: null, min, max },
    );
  });
  return { total: all['current'], totals: all };
}

function keyOf(id: Buffer): string {
  return id.toString('latin1');
}
