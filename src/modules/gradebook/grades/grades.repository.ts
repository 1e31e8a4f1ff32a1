import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { toLateDecision } from '../lateness/late-decision';
import { DUE_AT, DUE_TIME_ZONE, inDueOrder, JOIN_QUIZ } from '../line-items/due';
import { accommodationsOf, toAccommodations } from '../../enrollments';
import { type DatedWork, EXCEPTION_DATES, type ExceptionDates, toDates } from '../line-items/counted-due';
import type { ResultSource, ScoreStatus } from '../results/result-value';
import type { PersonalFacts } from '../../assessments';
import {
  COUNTING,
  type CountingItem,
  type CourseRules,
  rulesOf,
  rulesText,
  toCounting,
  toRules,
} from '../rules/stored-rules';
import { type CourseStructure, fingerprintOf, type StructureItem } from '../stored-totals/course-structure';
import {
  type KnownStructure,
  type StoredTotals,
  storedOf,
  structureOf,
  toKnownStructure,
  toStored,
} from '../stored-totals/stored-totals';
import type { StandingResult } from '../totals/item-standings';
import { isWithheld, QUIZ_REVIEW, type QuizReviewRow, withheld } from '../results/withheld-results';

/** A line item with one learner's result, if they have one. */
export interface Grade extends DatedWork {
  courseId: string;
  lineItemId: string;
  title: string;
  category: string | null;
  /** What the learner has in it beyond others. */
  personal: PersonalFacts;
  /** Decimals with 4 places. */
  min: string;
  max: string;
  /** Of the quiz, in percent; null: there is none, or it is no quiz's. */
  passPercentage: string | null;
  /** As its viewer may see it. */
  result: GradeResult | undefined;
  counting: CountingItem;
  /** As it is, whether it is posted or not: for totals only. */
  standing: StandingResult | undefined;
  isPosted: boolean;
  review: QuizReviewRow;
}

/** What a learner has in a course, and how the course makes totals of it. */
export interface CourseGrades {
  rules: CourseRules;
  /** By due date. */
  grades: Grade[];
  /** As it was last known, and the fingerprint that it has now. */
  structure: KnownStructure;
  fingerprint: string;
  /** Undefined where nothing is stored. */
  stored: StoredTotals | undefined;
}

export interface GradeResult {
  score: string | null;
  scoreStatus: ScoreStatus;
  /** `YYYY-MM-DD` in the course's time zone. */
  scoreDate: string;
  submittedAt: Date | null;
  comment: string | null;
  source: ResultSource;
  attemptId: string | null;
}

/** Whose eyes a grade is for: learners see what the review rules of the quiz let them. */
export interface SeenAt {
  viewer: 'learner' | 'staff';
  now: Date;
}

interface GradeRow
  extends
    QuizReviewRow,
    ExceptionDates,
    Omit<
      Grade,
      | ('courseId' | 'lineItemId' | 'activityId' | 'personal' | 'result' | 'closesAt')
      | ('counting' | 'standing' | 'isPosted' | 'review')
    > {
  accommodations: unknown;
  rules: unknown;
  structure: string;
  stored: string | null;
  counting: string;
  courseId: Buffer;
  /** Null, as all else of it, in the one row of a course that has none. */
  lineItemId: Buffer | null;
  activityId: Buffer | null;
  score: string | null;
  scoreStatus: ScoreStatus | null;
  scoreDate: string | null;
  submittedAt: Date | null;
  lateDecision: string | null;
  comment: string | null;
  source: ResultSource | null;
  attemptId: Buffer | null;
}

/** Of a learner and of line items. The columns say what the learner has in the course, its rules and structure, and what is stored. */
const ofLearner = (
  [accommodations, rules, structure, stored]: readonly [string, string, string, string],
  items: string,
): string => `SELECT c.id AS courseId, li.id AS lineItemId, li.activity_id AS activityId, li.title,
          cat.title AS category, ${DUE_AT} AS dueAt, ${DUE_TIME_ZONE} AS dueTimeZone,
          li.result_value_min AS min, li.result_value_max AS max,
          r.score, r.score_status AS scoreStatus, r.score_date AS scoreDate, r.comment, r.source,
          r.submitted_at AS submittedAt, r.late_decision AS lateDecision, r.attempt_id AS attemptId, ${QUIZ_REVIEW},
          q.hard_close AS hardClose, q.pass_percentage AS passPercentage, ${EXCEPTION_DATES}, ${COUNTING} AS counting,
          ${accommodations} AS accommodations, ${rules} AS rules, ${structure} AS structure, ${stored} AS stored
   FROM courses c ${items} ${JOIN_QUIZ}
   LEFT JOIN grade_categories cat ON cat.id = li.grade_category_id
   LEFT JOIN results r ON r.line_item_id = li.id AND r.user_id = ? AND r.deleted_at IS NULL
   LEFT JOIN quiz_exceptions x ON x.activity_id = li.activity_id AND x.user_id = ?
   WHERE c.id IN (?)`;
const ITEMS = 'JOIN line_items li ON li.course_id = c.id AND li.deleted_at IS NULL';
/** With a row also for a course without line items, since its rules come with it. */
const IN_ONE_COURSE = ofLearner(
  [accommodationsOf(), rulesOf(), structureOf('?'), storedOf('?')],
  `LEFT ${ITEMS}`,
);
const IN_COURSES = ofLearner(['NULL', 'NULL', 'NULL', 'NULL'], ITEMS);
const IN_EACH_COURSE = `SELECT c.id AS courseId, ${accommodationsOf('c.id')} AS accommodations, ${rulesOf('c.id')} AS rules,
     ${structureOf('c.id')} AS structure, ${storedOf('c.id')} AS stored
   FROM courses c WHERE c.id IN (?)`;
const IN_ORDER = inDueOrder<Grade>(({ lineItemId }) => lineItemId);

@Injectable()
export class GradesRepository {
  constructor(private readonly database: Database) {}

  /**
   * All line items of the courses, by due date, with one learner's results, by course id. On the hot path: it reads
   * the line items of a course by index and each result by its unique key.
   */
  async ofLearner(userId: string, courseIds: string[], seen: SeenAt): Promise<Map<string, CourseGrades>> {
    const known = new Map(courseIds.map((id): [string, CourseGrades] => [id, nothingIn(seen.now)]));
    if (courseIds.length === 0) return known;
    const [learner, courses] = [toBinary(userId), courseIds.map(toBinary)];
    // For one course the text is always the same, so it is prepared.
    const rows = await (courses.length === 1
      ? this.database.rows<GradeRow>(IN_ONE_COURSE, [
          ...[learner, ...courses, ...courses, ...courses, ...courses],
          ...[...courses, learner, ...courses],
          ...[learner, learner, ...courses],
        ])
      : this.inCourses(learner, courses));
    for (const own of Map.groupBy(rows, ({ courseId }) => fromBinary(courseId)).values()) {
      const [first] = own;
      if (first) known.set(fromBinary(first.courseId), toCourseGrades(first, own.filter(isOfItem), seen));
    }
    return known;
  }

  /** As `ofLearner`, in one course. */
  async inCourse(userId: string, courseId: string, seen: SeenAt): Promise<CourseGrades> {
    const found = (await this.ofLearner(userId, [courseId], seen)).get(courseId);
    if (!found) throw new Error(`The grades of the course ${courseId} were not read.`);
    return found;
  }

  /** Accommodations and rules are read once for each course, not for each of its line items. */
  private async inCourses(learner: Buffer, courses: Buffer[]): Promise<GradeRow[]> {
    type OfCourse = Pick<GradeRow, 'courseId' | 'accommodations' | 'rules' | 'structure' | 'stored'>;
    const each = await this.database.query<OfCourse>(IN_EACH_COURSE, [learner, learner, courses]);
    const ofCourse = new Map(each.map(({ courseId, ...own }) => [fromBinary(courseId), own]));
    const rows = await this.database.query<GradeRow>(IN_COURSES, [learner, learner, courses]);
    return rows.map((row) => ({ ...row, ...ofCourse.get(fromBinary(row.courseId)) }));
  }
}

/** Of a course without line items. */
function nothingIn(now: Date): CourseGrades {
  const structure = toKnownStructure(null);
  const present = { rules: rulesText(null), timeZone: structure.timeZone, items: [] };
  return {
    ...{ rules: toRules(null), grades: [], structure, stored: undefined },
    fingerprint: fingerprintOf(present, now),
  };
}

type ItemRow = GradeRow & { lineItemId: Buffer };

function isOfItem(row: GradeRow): row is ItemRow {
  return row.lineItemId !== null;
}

function toCourseGrades(first: GradeRow, rows: readonly ItemRow[], seen: SeenAt): CourseGrades {
  const structure = toKnownStructure(first.structure);
  const present: CourseStructure = {
    rules: rulesText(first.rules),
    timeZone: structure.timeZone,
    items: rows.map(toStructureItem),
  };
  return {
    ...{ rules: toRules(first.rules), structure, stored: toStored(first.stored) },
    grades: rows.map((row) => toGrade(row, seen)).sort(IN_ORDER),
    fingerprint: fingerprintOf(present, seen.now),
  };
}

function toStructureItem(row: ItemRow): StructureItem {
  const { dueAt, closesAt, hardClose, min, max } = row;
  return {
    ...{ dueAt, closesAt, hardClose, min, max, counts: row.counting, review: row },
    id: fromBinary(row.lineItemId),
    activityId: fromNullableBinary(row.activityId),
  };
}

function toGrade(row: ItemRow, { viewer, now }: SeenAt): Grade {
  const { score, scoreStatus, scoreDate, comment, source, title, category, dueAt, dueTimeZone, min, max } =
    row;
  const { closesAt, hardClose, submittedAt, passPercentage } = row;
  const isThere = scoreStatus !== null && scoreDate !== null && source !== null;
  const result = isThere
    ? {
        score,
        scoreStatus,
        scoreDate,
        submittedAt,
        comment,
        source,
        attemptId: fromNullableBinary(row.attemptId),
      }
    : undefined;
  const isHeldBack = result !== undefined && isWithheld(row, result.source, now);
  return {
    ...{ title, category, dueAt, dueTimeZone, closesAt, hardClose, min, max, passPercentage },
    counting: toCounting(row.counting),
    standing: isThere
      ? { score, scoreStatus, submittedAt, lateDecision: toLateDecision(row.lateDecision) }
      : undefined,
    isPosted: !isHeldBack,
    review: row,
    personal: { accommodations: toAccommodations(row.accommodations), exception: toDates(row) },
    courseId: fromBinary(row.courseId),
    lineItemId: fromBinary(row.lineItemId),
    activityId: fromNullableBinary(row.activityId),
    result: isHeldBack && viewer === 'learner' ? withheld(result) : result,
  };
}
