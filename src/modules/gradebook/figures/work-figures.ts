import type { PersonalDues } from './personal-dues';
import type { PersonalWork } from './personal-work';
import { isHandedInLate } from '../lateness/timeliness';
import type { LateDecision } from '../lateness/late-decision';
import { type Due, isAskedOf, isExempt, isHandedIn, isLate } from '../line-items/due';
import type { LineItemFacts } from '../line-items/line-item-facts';
import { scoreRange } from '../grades/grade';
import type { ResultSource, ScoreStatus } from '../results/result-value';

/** An active learner, and the first day of their enrollment. */
export interface ActiveLearner {
  userId: string;
  beginDate: string;
  /** What the learner has beyond others; most have nothing. */
  personal?: PersonalWork;
}

export interface DatedLineItem {
  lineItem: LineItemFacts;
  due: Due | null;
}

/** What figures need of a learner's result. */
export interface CountedResult {
  lineItemId: string;
  userId: string;
  score: string | null;
  scoreStatus: ScoreStatus;
  /** `YYYY-MM-DD`. */
  scoreDate: string;
  submittedAt: Date | null;
  lateDecision: LateDecision | null;
  source: ResultSource;
}

/** Counts over the active learners of a course, for one line item. */
export interface LineItemFigures extends DatedLineItem {
  /** Learners with a result, exempt ones and those without a score included. */
  results: number;
  exempt: number;
  /** Learners of whom the work is asked and who have no score. */
  missingScores: number;
  /** Learners who handed in after it was due for them, and the grace of the course. */
  late: number;
  /** How many learners have which score, without those who are exempt; decimals. */
  histogram: { score: string; count: number }[];
}

/** What a learner owes, and when they last had a result. */
export interface LearnerWork {
  /** Pieces of work that are asked of the learner, were due before now and have not been handed in. */
  overdue: number;
  /** The latest score date, `YYYY-MM-DD`, of results that no instructor entered; null without any. */
  lastDay: string | null;
  /** The quizzes that the learner is exempt from, by their activities. */
  exemptActivities: Set<string>;
}

interface ItemCounts extends DatedLineItem {
  /** A quiz without questions is not asked of anybody, and nothing but its scores is counted. */
  isWork: boolean;
  isDue: boolean;
  results: number;
  exempt: number;
  /** Learners of whom it is asked. */
  asked: number;
  /** Of these, those who have a score or are exempt. */
  settled: number;
  late: number;
  scores: Map<string, number>;
}

/** How work stands for one learner who has something beyond others, by line item: asked of them, and due before now. */
type OwnWork = Map<string, { isAsked: boolean; isDue: boolean }>;

interface LearnerCounts extends ActiveLearner, LearnerWork {
  /** Undefined for most: they have the terms of everybody. */
  own?: OwnWork;
}

/**
 * The figures of line items and what each learner owes, from one reading of the results. It is given the active learners, which
 * are the population of every figure (decision 13), then each result of the line items in any order; results of
 * other people are passed over. Takes memory for the learners and the scores that differ, not for the results.
 */
export class WorkFigures {
  private readonly items: Map<string, ItemCounts>;
  private readonly learners: Map<string, LearnerCounts>;

  constructor(
    learners: readonly ActiveLearner[],
    items: readonly DatedLineItem[],
    private readonly now: Date,
    private readonly dues: PersonalDues,
  ) {
    this.items = new Map(items.map((item) => [item.lineItem.id, emptyCounts(item, now)]));
    this.learners = new Map(
      learners.map((learner) => [
        learner.userId,
        { ...learner, overdue: 0, lastDay: null, exemptActivities: new Set() },
      ]),
    );
    this.ask();
  }

  add(result: CountedResult): void {
    const learner = this.learners.get(result.userId);
    const item = this.items.get(result.lineItemId);
    if (!learner || !item) return;
    const exempt = isExempt(result);
    if (result.score !== null && !exempt)
      item.scores.set(result.score, (item.scores.get(result.score) ?? 0) + 1);
    if (!item.isWork) return;
    const { isAsked, isDue } = learner.own?.get(result.lineItemId) ?? {
      isAsked: isAskedOf(learner.beginDate, item.due),
      isDue: item.isDue,
    };
    item.results += 1;
    if (exempt) {
      item.exempt += 1;
      if (item.lineItem.activityId !== null) learner.exemptActivities.add(item.lineItem.activityId);
    }
    if (isAsked && (exempt || result.score !== null)) item.settled += 1;
    if (isHandedInLate(result, this.dueOf(learner, item, result), item.lineItem.graceSeconds)) item.late += 1;
    if (isDue && isAsked && isHandedIn(result)) learner.overdue -= 1;
    if (result.source !== 'instructor' && (learner.lastDay === null || result.scoreDate > learner.lastDay))
      learner.lastDay = result.scoreDate;
  }

  /** In the order of the line items given. */
  lineItems(): LineItemFigures[] {
    return [...this.items.values()].map(
      ({ lineItem, due, results, exempt, asked, settled, late, scores }) => ({
        ...{ lineItem, due, results, exempt, late },
        missingScores: asked - settled,
        histogram: [...scores].map(([score, count]) => ({ score, count })),
      }),
    );
  }

  /** Of every learner given, by user id. */
  ofLearners(): ReadonlyMap<string, LearnerWork> {
    return this.learners;
  }

  /** As if nobody had a result yet. Learners who began on the same day, as most do, are asked for the same work. */
  private ask(): void {
    const work = [...this.items.values()].filter(({ isWork }) => isWork);
    const { personal = [], others = [] } = Object.groupBy(this.learners.values(), ({ userId }) =>
      this.dues.has(userId) ? 'personal' : 'others',
    );
    for (const [beginDate, learners] of Map.groupBy(others, (learner) => learner.beginDate)) {
      const asked = work.filter(({ due }) => isAskedOf(beginDate, due));
      for (const item of asked) item.asked += learners.length;
      const overdue = asked.filter(({ isDue }) => isDue).length;
      for (const learner of learners) learner.overdue = overdue;
    }
    for (const learner of personal) this.askOne(learner, work);
  }

  private askOne(learner: LearnerCounts, work: readonly ItemCounts[]): void {
    learner.own = new Map();
    for (const item of work) {
      const due = this.dueOf(learner, item, undefined);
      const own = { isAsked: isAskedOf(learner.beginDate, due), isDue: isLate(this.now, due) };
      learner.own.set(item.lineItem.id, own);
      if (!own.isAsked) continue;
      item.asked += 1;
      if (own.isDue) learner.overdue += 1;
    }
  }

  private dueOf(
    { userId, own }: LearnerCounts,
    { lineItem, due }: ItemCounts,
    result: CountedResult | undefined,
  ): Due | null {
    return own === undefined ? due : this.dues.of(userId, lineItem, result);
  }
}

function emptyCounts({ lineItem, due }: DatedLineItem, now: Date): ItemCounts {
  return {
    ...{ lineItem, due },
    isWork: scoreRange(lineItem.resultValueMin, lineItem.resultValueMax) !== undefined,
    isDue: isLate(now, due),
    ...{ results: 0, exempt: 0, asked: 0, settled: 0, late: 0 },
    scores: new Map(),
  };
}
