import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { type CourseGrades, GradesRepository } from '../grades/grades.repository';
import { timedStandings } from '../grades/learner-grades';
import { standingRows } from '../grid/grid-rows';
import { GridRepository, type GridSheet } from '../grid/grid.repository';
import { fourTotals } from '../totals/course-total';
import { sharesOf } from '../totals/totals-view';
import { holdsUntil } from './holds-until';
import { partSharesOf } from './stored-totals';
import { TotalsRefreshes } from './totals-refreshes';
import { type ComputedTotals, type CourseLearner, StoredTotalsRepository } from './stored-totals.repository';

export interface ChangedResult {
  lineItemId: string;
  userId: string;
  courseId?: string;
}

/** Something that totals depend on has changed. */
type Change =
  | { kind: 'learner'; courseId: string; userId: string }
  | { kind: 'result'; lineItemId: string; userId: string }
  | { kind: 'quiz_terms'; activityId: string; userId: string }
  | { kind: 'accommodations'; userIds: readonly string[]; courseId: string | null }
  | ({ kind: 'structure'; courseId: string } & OfStructure)
  | ({ kind: 'line_item'; lineItemId: string } & OfStructure)
  | ({ kind: 'quiz'; activityId: string } & OfStructure);

interface OfStructure {
  /** Who gets the operation that has all totals of the course follow; undefined: they follow when they are read. */
  by: string | null | undefined;
}

/** Beyond so many, changes are only noted: totals are computed when they are read. Imports change hundreds of courses or thousands of learners at once. */
const COURSES_AT_ONCE = 5;
const LEARNERS_AT_ONCE = 500;
/** Only a structure that others change at the same time has it be read again. */
const MOST_ROUNDS = 20;

/**
 * Keeps stored totals right. Whoever changes anything that totals depend on says so in its transaction; right before that commits, what
 * follows is stored: all totals of each learner who is concerned, and a new version of what everybody's depend on.
 *
 * Two changes of one learner may not see each other: whoever stores second notices, and computes again behind the first.
 */
@Injectable()
export class TotalsKeeper {
  constructor(
    private readonly stored: StoredTotalsRepository,
    private readonly grades: GradesRepository,
    private readonly grid: GridRepository,
    private readonly refreshes: TotalsRefreshes,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  learnersChanged(learners: readonly CourseLearner[]): void {
    this.note(learners.map(({ courseId, userId }) => ({ kind: 'learner', courseId, userId })));
  }

  /** As `learnersChanged`, also where the course of a line item is not known. */
  resultsChanged(results: readonly ChangedResult[]): void {
    this.note(
      results.map(({ lineItemId, userId, courseId }) =>
        courseId === undefined
          ? { kind: 'result', lineItemId, userId }
          : { kind: 'learner', courseId, userId },
      ),
    );
  }

  /** What one learner has in a quiz beyond others. */
  quizTermsChanged(activityId: string, userId: string): void {
    this.note([{ kind: 'quiz_terms', activityId, userId }]);
  }

  /** In one course, or in all of them (null). */
  accommodationsChanged(userIds: readonly string[], courseId: string | null): void {
    this.note([{ kind: 'accommodations', userIds, courseId }]);
  }

  /**
   * Rules, categories or line items of courses. Where that changes everybody's totals, an operation has those that are stored follow.
   *
   * @param by whose operation it is; null: nobody's; without it there is none, and they follow when they are read
   */
  structuresChanged(courseIds: readonly string[], by?: string | null): void {
    this.note(courseIds.map((courseId) => ({ kind: 'structure', courseId, by })));
  }

  /** As `structuresChanged`, where the courses are not known. */
  lineItemsChanged(lineItemIds: readonly string[], by?: string | null): void {
    this.note(lineItemIds.map((lineItemId) => ({ kind: 'line_item', lineItemId, by })));
  }

  quizChanged(activityId: string, by?: string | null): void {
    this.note([{ kind: 'quiz', activityId, by }]);
  }

  /** Stores the totals of learners of a course as they are now. Four statements, however many they are. Call it in a transaction. */
  refresh(courseId: string, userIds: readonly string[]): Promise<void> {
    return this.storeMany(courseId, userIds, this.clock.now());
  }

  /** The version of a course's structure, as a new one where it has changed since the last; and of how many line items it is. */
  async settled(courseId: string): Promise<{ version: number; items: number }> {
    const now = this.clock.now();
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const { structure, fingerprint, columns } = await this.grid.sheet(courseId, [], now);
      const version = await this.stored.settle(courseId, structure, fingerprint, now);
      if (version !== undefined) return { version, items: columns.length };
    }
    throw new Error(`The structure of the course ${courseId} changes all the time.`);
  }

  private note(changes: readonly Change[]): void {
    if (changes.length > 0) this.transactions.gatherForEnd(this.follow, changes);
  }

  private readonly follow = async (changes: Change[]): Promise<void> => {
    const now = this.clock.now();
    const { courses, learners } = await this.concerned(changes);
    await this.followStructures(courses, now);
    for (const change of changes)
      if (change.kind === 'accommodations') await this.stored.expire(change.userIds, change.courseId);
    const byCourse = Map.groupBy(learners, ({ courseId }) => courseId);
    if (byCourse.size > COURSES_AT_ONCE || learners.length > LEARNERS_AT_ONCE)
      return this.stored.expireMany(learners);
    for (const [courseId, own] of byCourse) {
      const userIds = own.map(({ userId }) => userId);
      const [only] = userIds;
      if (userIds.length > 1 || only === undefined) await this.storeMany(courseId, userIds, now);
      else if (!(await this.storeOne(courseId, only, now))) await this.storeMany(courseId, userIds, now);
    }
  };

  /** Each course and each learner once, in the order in which their rows are locked. */
  private async concerned(
    changes: readonly Change[],
  ): Promise<{ courses: Map<string, OfStructure['by']>; learners: CourseLearner[] }> {
    const lineItemIds = new Set<string>();
    const activityIds = new Set<string>();
    for (const change of changes) {
      if (change.kind === 'result' || change.kind === 'line_item') lineItemIds.add(change.lineItemId);
      if (change.kind === 'quiz' || change.kind === 'quiz_terms') activityIds.add(change.activityId);
    }
    const courseOf = await this.stored.coursesOf([...lineItemIds], [...activityIds]);
    const courses = new Map<string, OfStructure['by']>();
    const learners = new Map<string, CourseLearner>();
    for (const change of changes) {
      const courseId = courseIn(change, courseOf);
      if (courseId === null || change.kind === 'accommodations') continue;
      if (!('userId' in change)) courses.set(courseId, change.by ?? courses.get(courseId));
      else learners.set(`${courseId} ${change.userId}`, { courseId, userId: change.userId });
    }
    return { courses: new Map(byKey(courses)), learners: byKey(learners).map(([, learner]) => learner) };
  }

  private async followStructures(courses: ReadonlyMap<string, OfStructure['by']>, now: Date): Promise<void> {
    if (courses.size > COURSES_AT_ONCE) return this.stored.raise([...courses.keys()], now);
    for (const [courseId, by] of courses) {
      const { structure, fingerprint } = await this.grid.sheet(courseId, [], now);
      // Where nothing was ever stored, nothing is older than the change.
      if (structure.version === 0 || structure.fingerprint === fingerprint) continue;
      const version =
        (await this.stored.settle(courseId, structure, fingerprint, now)) ??
        (await this.settled(courseId)).version;
      if (by !== undefined) await this.refreshes.afterChange(courseId, version, by);
    }
  }

  /** False where somebody else has stored them in the meantime: they have to be computed again. Two statements. */
  private async storeOne(courseId: string, userId: string, now: Date): Promise<boolean> {
    const found = await this.grades.inCourse(userId, courseId, { viewer: 'staff', now });
    const { structure, fingerprint, stored } = found;
    if (found.grades.length === 0) return false;
    const version = await this.stored.settle(courseId, structure, fingerprint, now);
    if (version === undefined) return false;
    return this.stored.storeNext(totalsOf(found, { courseId, userId, version, now }), stored?.revision);
  }

  /** Four statements, however many learners there are. */
  private async storeMany(courseId: string, userIds: readonly string[], now: Date): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await this.settled(courseId);
      await this.stored.claim(userIds.map((userId) => ({ courseId, userId })));
      const sheet = await this.grid.sheet(courseId, userIds, now);
      const version = await this.stored.settle(courseId, sheet.structure, sheet.fingerprint, now);
      if (version === undefined) continue;
      await this.stored.store(totalsIn(sheet, userIds, { courseId, version, now }));
      return;
    }
    throw new Error(`The structure of the course ${courseId} changes all the time.`);
  }
}

function byKey<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}

function courseIn(change: Change, courseOf: ReadonlyMap<string, string>): string | null {
  if ('lineItemId' in change) return courseOf.get(change.lineItemId) ?? null;
  if ('activityId' in change) return courseOf.get(change.activityId) ?? null;
  return change.courseId;
}

function totalsOf(
  found: CourseGrades,
  { courseId, userId, version, now }: CourseLearner & { version: number; now: Date },
): ComputedTotals {
  const { rules, structure, grades } = found;
  const standings = timedStandings(found, structure.timeZone, now);
  const items = standings.map(({ item }) => item);
  const four = fourTotals(rules, items);
  const timed = standings.map(({ item, due, grade }) => {
    return { due, isSettled: item.score !== null || item.isExcused, review: grade.review };
  });
  const accommodations = grades[0]?.personal.accommodations ?? [];
  return {
    ...{ courseId, userId, structureVersion: version, computedAt: now },
    holdsUntil: holdsUntil(timed, accommodations, { graceSeconds: rules.graceSeconds, now }),
    ...{ shares: sharesOf(four), parts: partSharesOf(rules, items, four) },
  };
}

function totalsIn(
  sheet: GridSheet,
  userIds: readonly string[],
  { courseId, version, now }: { courseId: string; version: number; now: Date },
): (ComputedTotals & { revision: number })[] {
  const { rules, structure, columns, personal, stored } = sheet;
  const learners = userIds.map((userId) => ({ userId }));
  return standingRows(learners, sheet, structure.timeZone, now).map(
    ({ learner: { userId }, items, dues }) => {
      const four = fourTotals(rules, items);
      const timed = items.map(({ score, isExcused }, place) => {
        return {
          due: dues[place] ?? null,
          isSettled: score !== null || isExcused,
          review: columns[place]!.review,
        };
      });
      const accommodations = personal.accommodations.get(userId) ?? [];
      return {
        ...{ courseId, userId, structureVersion: version, computedAt: now },
        revision: stored.get(userId)?.revision ?? 0,
        holdsUntil: holdsUntil(timed, accommodations, { graceSeconds: rules.graceSeconds, now }),
        ...{ shares: sharesOf(four), parts: partSharesOf(rules, items, four) },
      };
    },
  );
}
