import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import {
  areChosen,
  accommodationsOf,
  behindPlace,
  byName,
  type ChosenLearners,
  countLearners,
  INDEXED_BY_NAME,
  type NamePlace,
  placeValues,
  toAccommodations,
} from '../../enrollments';
import { isSuspended } from '../../identity';
import type { CountedResult } from '../figures/work-figures';
import { AWAITS_MARKS, type PersonalFacts } from '../../assessments';
import { toLateDecision } from '../lateness/late-decision';
import { type DatedWork, toDates } from '../line-items/counted-due';
import type { QuizReviewRow } from '../results/withheld-results';
import {
  COUNTING,
  type CountingItem,
  type CourseRules,
  rulesOf,
  rulesText,
  toCounting,
  toRules,
} from '../rules/stored-rules';
import { fingerprintOf } from '../stored-totals/course-structure';
import {
  type KnownStructure,
  STORED,
  type StoredTotals,
  structureOf,
  toKnownStructure,
  toStored,
} from '../stored-totals/stored-totals';
import { DUE_COLUMNS, JOIN_QUIZ } from '../line-items/due';

/** A row of the gradebook: one learner. */
export interface GridLearner extends NamePlace {
  userId: string;
  isSuspended: boolean;
  username: string;
  /** The school's own number of the person (`identifier`). */
  number: string | null;
}

/** A column of the gradebook: one line item. */
export interface GridColumn extends DatedWork {
  id: string;
  title: string;
  /** Decimals with 4 places. */
  min: string;
  max: string;
  counting: CountingItem;
  /** What `COUNTING` selected. */
  counts: string;
  review: QuizReviewRow;
}

export interface GridCell extends CountedResult {
  comment: string | null;
  version: number;
}

export interface GridSheet {
  columns: GridColumn[];
  cells: GridCell[];
  personal: PersonalTerms;
  rules: CourseRules;
  /** As it was last known, and the fingerprint that it has now. */
  structure: KnownStructure;
  fingerprint: string;
  /** By learner; none of a course without line items. */
  stored: Map<string, StoredTotals>;
}

export interface LearnerFilter extends ChosenLearners {
  /** The last learner of the page before. */
  after?: NamePlace;
  limit: number;
}

/** Where a page of learners by total begins. */
export interface TotalPlace {
  structureVersion: number;
  /** Null behind those who have a total. */
  sortKey: string | null;
  userId: string;
}

export interface TotalFilter extends ChosenLearners {
  direction: 'total' | '-total';
  /** By the totals of this grading period; null: of the course. */
  periodId: string | null;
  after?: TotalPlace;
  limit: number;
}

/** A learner with the place that their total has. */
export interface TotaledLearner extends GridLearner {
  sortKey: string | null;
  structureVersion: number;
}

interface LearnerRow {
  enrollmentId: Buffer;
  userId: Buffer;
  givenName: string;
  familyName: string;
  isSuspended: number;
  username: string;
  number: string | null;
}

/** What the learners of a page have beyond others. */
export interface PersonalTerms {
  accommodations: Map<string, PersonalFacts['accommodations']>;
  /** By learner and quiz, as `${userId} ${activityId}`. */
  exceptions: Map<string, PersonalFacts['exception']>;
}

/**
 * A column where `userId` is null, and how it counts is in `comment`; a cell where both ids are there; the rules of the course, in `comment`,
 * where neither is, with the structure in `title`. Stored totals are in `comment` where `source` says so. Without a line item, an exception of a quiz, whose granted
 * terms are in `title`, or without a quiz either, the accommodations of a learner in `comment`. All other fields are null.
 */
type SheetRow = Omit<GridColumn, 'id' | 'activityId' | 'counting' | 'counts' | 'review'> &
  Omit<GridCell, 'lineItemId' | 'userId' | 'lateDecision' | 'source'> & {
    source: GridCell['source'] | typeof STORED_ROW | null;
    lateDecision: string | null;
    lineItemId: Buffer | null;
    activityId: Buffer | null;
    userId: Buffer | null;
  };

/** What the source of a row says that has the stored totals of a learner. */
const STORED_ROW = 'stored';

const instantText = (column: string): string => `DATE_FORMAT(${column}, '%Y-%m-%dT%H:%i:%s.%fZ')`;

const COLUMN_FACTS = `JSON_ARRAY(${COUNTING}, q.review, q.feedback, ${instantText('q.closes_at')},
  ${instantText('q.last_closes_at')}, q.posting, ${instantText('q.posts_at')}, ${AWAITS_MARKS('q')})`;

/** Of a school with few line items, the optimizer reads all, those of other courses too. */
const OF_COURSE = 'FORCE INDEX (ix_line_items_course)';

@Injectable()
export class GridRepository {
  constructor(private readonly database: Database) {}

  /**
   * Learners by name; one more than `limit` if there are more. A page reads the index by name
   * from its first learner on, with their accounts, and skips those who are not chosen.
   */
  async learners({ courseId, after, limit, ...wishes }: LearnerFilter): Promise<GridLearner[]> {
    const chosen = areChosen(wishes);
    const rows = await this.database.rows<LearnerRow>(
      `SELECT e.id AS enrollmentId, e.user_id AS userId, e.given_name AS givenName, e.family_name AS familyName,
              ${isSuspended('u')} AS isSuspended, u.username, u.identifier AS number
       FROM enrollments e ${INDEXED_BY_NAME} STRAIGHT_JOIN users u ON u.id = e.user_id
       WHERE e.course_id = ? AND ${chosen.sql}
         ${after === undefined ? '' : `AND ${behindPlace('e')}`}
       ORDER BY ${byName('e')} LIMIT ?`,
      [toBinary(courseId), ...chosen.params, ...(after === undefined ? [] : placeValues(after)), limit + 1],
    );
    return rows.map(({ enrollmentId, userId, isSuspended: suspended, ...name }) => ({
      ...name,
      isSuspended: suspended === 1,
      enrollmentId: fromBinary(enrollmentId),
      userId: fromBinary(userId),
    }));
  }

  /**
   * Learners by their stored total of the course or of a period, those without one last; one more than `limit` if there are more. Who has a total and who has none are
   * two ranges of the index.
   */
  async learnersByTotal({
    courseId,
    after,
    direction,
    periodId,
    limit,
    ...wishes
  }: TotalFilter): Promise<TotaledLearner[]> {
    const chosen = areChosen(wishes);
    const course = toBinary(courseId);
    const scope = periodId === null ? ['course', course] : ['period', toBinary(periodId)];
    const order = direction === 'total' ? 'ASC' : 'DESC';
    const beyond = direction === 'total' ? '>' : '<';
    const range = (condition: string): string =>
      `(SELECT t.user_id AS userId, t.sort_key AS sortKey, t.structure_version AS structureVersion, e.id AS enrollmentId,
          e.given_name AS givenName, e.family_name AS familyName, ${isSuspended('u')} AS isSuspended, u.username,
          u.identifier AS number
        FROM stored_totals t FORCE INDEX (ix_stored_totals_order)
        STRAIGHT_JOIN enrollments e ON e.course_id = t.course_id AND e.user_id = t.user_id
        STRAIGHT_JOIN users u ON u.id = e.user_id
        WHERE t.course_id = ? AND t.scope_kind = ? AND t.scope_id = ? AND ${condition} AND ${chosen.sql}
        ORDER BY t.sort_key ${order}, t.user_id ${order} LIMIT ?)`;
    const values = (place: SqlValue[]): SqlValue[] => [
      course,
      ...scope,
      ...place,
      ...chosen.params,
      limit + 1,
    ];
    const [key, user] = after ? [after.sortKey, toBinary(after.userId)] : [null, null];
    const decimal = 'CAST(? AS DECIMAL(38,20))';
    const behind = `(t.sort_key ${beyond} ${decimal} OR (t.sort_key = ${decimal} AND t.user_id ${beyond} ?))`;
    const withTotal = after
      ? { sql: range(`t.sort_key IS NOT NULL AND ${behind}`), values: values([key, key, user]) }
      : { sql: range('t.sort_key IS NOT NULL'), values: values([]) };
    const without =
      after && key === null
        ? { sql: range(`t.sort_key IS NULL AND t.user_id ${beyond} ?`), values: values([user]) }
        : { sql: range('t.sort_key IS NULL'), values: values([]) };
    const parts = after && key === null ? [without] : [withTotal, without];
    const rows = await this.database.rows<LearnerRow & { sortKey: string | null; structureVersion: number }>(
      parts.map(({ sql }) => sql).join(' UNION ALL '),
      parts.flatMap((part) => part.values),
    );
    // The two ranges come one behind the other, and each was cut by itself.
    return rows.slice(0, limit + 1).map(({ enrollmentId, userId, isSuspended: suspended, ...own }) => ({
      ...own,
      isSuspended: suspended === 1,
      enrollmentId: fromBinary(enrollmentId),
      userId: fromBinary(userId),
    }));
  }

  /** How many rows the gradebook has; counted up to `most`. */
  async countLearners(chosen: ChosenLearners, most: number): Promise<number> {
    return countLearners(this.database, chosen, most);
  }

  /**
   * The columns of the gradebook, the cells of the given learners, and what these have beyond others. One statement for all,
   * since this is on the hot path: the columns come as rows without a learner. STRAIGHT_JOIN and FORCE INDEX make the optimizer look up
   * each cell by its unique key; otherwise it would read every result of the columns.
   */
  async sheet(courseId: string, userIds: readonly string[], now: Date): Promise<GridSheet> {
    const course = toBinary(courseId);
    const users = userIds.length > 0 ? userIds.map(toBinary) : [null];
    const rows = await this.database.query<SheetRow>(
      `SELECT li.id AS lineItemId, li.activity_id AS activityId, li.title, ${DUE_COLUMNS},
              li.result_value_min AS min, li.result_value_max AS max,
              NULL AS userId, NULL AS score, NULL AS scoreStatus, NULL AS scoreDate, NULL AS source, ${COLUMN_FACTS} AS comment,
              NULL AS version, NULL AS submittedAt, NULL AS lateDecision
       FROM line_items li ${OF_COURSE} ${JOIN_QUIZ} WHERE li.course_id = ? AND li.deleted_at IS NULL
       UNION ALL
       SELECT r.line_item_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, r.user_id, r.score, r.score_status,
              r.score_date, r.source, r.comment, r.version, r.submitted_at, r.late_decision
       FROM line_items li ${OF_COURSE} STRAIGHT_JOIN users u
       STRAIGHT_JOIN results r FORCE INDEX (uq_results_learner) ON r.line_item_id = li.id AND r.user_id = u.id
       WHERE li.course_id = ? AND li.deleted_at IS NULL AND u.id IN (?) AND r.deleted_at IS NULL
       UNION ALL
       SELECT NULL, x.activity_id, x.granted, x.due_at, x.due_time_zone, x.closes_at, NULL, NULL, NULL, x.user_id, NULL, NULL,
              NULL, NULL, NULL, NULL, NULL, NULL
       FROM quiz_exceptions x FORCE INDEX (ix_quiz_exceptions_course) WHERE x.course_id = ? AND x.user_id IN (?)
       UNION ALL
       SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, u.id, NULL, NULL, NULL, NULL,
              ${accommodationsOf('?', 'u.id')}, NULL, NULL, NULL
       FROM users u WHERE u.id IN (?) AND EXISTS (SELECT 1 FROM accommodations n WHERE n.user_id = u.id)
       UNION ALL
       SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, t.user_id, NULL, NULL, NULL, '${STORED_ROW}', ${STORED}, NULL,
              NULL, NULL
       FROM stored_totals t FORCE INDEX (PRIMARY)
       WHERE t.course_id = ? AND t.user_id IN (?) AND t.scope_kind = 'course' AND t.scope_id = t.course_id
       UNION ALL
       SELECT NULL, NULL, ${structureOf('?')}, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ${rulesOf()}, NULL,
              NULL, NULL`,
      [course, course, users, course, users, course, users, course, users, course, course, course, course],
    );
    const sheet: GridSheet = {
      ...{ columns: [], cells: [], stored: new Map() },
      personal: { accommodations: new Map(), exceptions: new Map() },
      ...{ rules: toRules(null), structure: toKnownStructure(null), fingerprint: '' },
    };
    const texts = { lineItem: idTexts(), user: idTexts() };
    for (const row of rows) addRow(sheet, row, texts);
    sheet.columns.sort(byDueDate);
    const rules = rulesText(rows.findLast(isRulesRow)?.comment ?? null);
    const { timeZone } = sheet.structure;
    sheet.fingerprint = fingerprintOf({ rules, timeZone, items: sheet.columns }, now);
    return sheet;
  }
}

/** How a column counts, and whether its scores are posted. */
type ColumnFacts = Pick<GridColumn, 'counting' | 'counts' | 'review'>;

/** What `COLUMN_FACTS` selected. MySQL's driver has read the JSON already, MariaDB's has not. */
function toColumnFacts(column: unknown): ColumnFacts {
  const [counting, review, feedback, closesAt, lastClosesAt, posting, postsAt, awaitsMarks] = (
    typeof column === 'string' ? JSON.parse(column) : column
  ) as [string, ...(string | null)[]];
  const instant = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);
  return {
    counting: toCounting(counting),
    counts: counting,
    review: {
      review: review ?? null,
      feedback: (feedback ?? null) as QuizReviewRow['feedback'],
      ...{ closesAt: instant(closesAt), lastClosesAt: instant(lastClosesAt) },
      posting: (posting ?? null) as QuizReviewRow['posting'],
      ...{ postsAt: instant(postsAt), awaitsMarks: Number(awaitsMarks ?? 0) },
    },
  };
}

function isRulesRow({ lineItemId, userId }: SheetRow): boolean {
  return lineItemId === null && userId === null;
}

function addRow(
  sheet: GridSheet,
  row: SheetRow,
  texts: Record<'lineItem' | 'user', (id: Buffer) => string>,
): void {
  const { columns, cells, personal } = sheet;
  const activityId = fromNullableBinary(row.activityId);
  if (row.lineItemId !== null && row.userId === null) {
    const { title, dueAt, dueTimeZone, closesAt, hardClose, min, max } = row;
    const id = texts.lineItem(row.lineItemId);
    const facts = toColumnFacts(row.comment);
    columns.push({ id, activityId, title, dueAt, dueTimeZone, closesAt, hardClose, min, max, ...facts });
    return;
  }
  if (row.userId === null) {
    sheet.rules = toRules(row.comment);
    sheet.structure = toKnownStructure(row.title);
    return;
  }
  const userId = texts.user(row.userId);
  const { source } = row;
  if (source === STORED_ROW) {
    const stored = toStored(row.comment);
    if (stored) sheet.stored.set(userId, stored);
    return;
  }
  const { title, dueAt, closesAt, score, scoreStatus, scoreDate, comment, version, submittedAt } = row;
  if (row.lineItemId !== null && source !== null) {
    const lineItemId = texts.lineItem(row.lineItemId);
    const lateDecision = toLateDecision(row.lateDecision);
    cells.push({
      ...{ lineItemId, userId, score, scoreStatus, scoreDate, source, comment, version },
      ...{ submittedAt, lateDecision },
    });
    return;
  }
  if (activityId === null) personal.accommodations.set(userId, toAccommodations(comment));
  else {
    const dates = { grantedDueAt: dueAt, grantedDueTimeZone: row.dueTimeZone, grantedClosesAt: closesAt };
    personal.exceptions.set(`${userId} ${activityId}`, toDates({ granted: title, ...dates }));
  }
}

/** `fromBinary` that remembers, since the same few ids are in every cell of a sheet, and the same one often in a row. */
function idTexts(): (id: Buffer) => string {
  const known = new Map<string, string>();
  let last: Buffer | undefined;
  let lastText = '';
  return (id) => {
    if (last?.equals(id)) return lastText;
    const bytes = id.toString('latin1');
    let text = known.get(bytes);
    if (text === undefined) known.set(bytes, (text = fromBinary(id)));
    [last, lastText] = [id, text];
    return text;
  };
}

/** Items without a due date last; those due at the same instant by id, that is by age. */
function byDueDate(one: GridColumn, other: GridColumn): number {
  const [due, otherDue] = [one, other].map(({ dueAt }) => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER) as [
    number,
    number,
  ];
  return due - otherDue || (one.id < other.id ? -1 : 1);
}
