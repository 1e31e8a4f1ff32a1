import type { Scope } from '../../../shared/auth/permissions';
import { mapInSlices } from '../../../shared/collections/slices';
import type { CourseStanding } from '../../courses';
import type {
  ActiveLearner,
  ChosenTotal,
  CourseTotals,
  GradebookFacade,
  LineItemFigures,
  WorkFigures,
} from '../../gradebook';
import { CompletedWork, type Exemptions } from '../statistics/completed-work';
import type { LearnerRecord } from './learners-behind';
import {
  type DoableActivity,
  type EndCount,
  NO_SIGNS,
  type OtherSigns,
  type ReportsRepository,
} from './reports.repository';

/** What a report may depend on: of the caller only with which learners they have to do, since callers share it. */
export type ReportedTerms = Pick<
  CourseStanding,
  'courseId' | 'title' | 'timeZone' | 'startDate' | 'endDate' | 'today'
> & { scope: Scope };

/** A course that is being reported on. Whatever several parts of the report need is read once. */
export class ReportedCourse {
  private readonly known = new Map<string, Promise<unknown>>();

  /**
   * @param abandoned aborts when nobody waits for the report any more
   * @param readsWork whether all results are read in any case, so that exemptions need no statement of their own
   */
  constructor(
    readonly terms: ReportedTerms,
    readonly now: Date,
    readonly repository: ReportsRepository,
    readonly gradebook: GradebookFacade,
    private readonly abandoned: AbortSignal,
    private readonly readsWork: boolean,
  ) {}

  /** How many learners' enrollments end on which day, and how they stand. */
  ends(): Promise<EndCount[]> {
    return this.once('ends', () => this.repository.enrollmentEnds(this.terms));
  }

  /** Those that can be done, in the order of the course. */
  activities(): Promise<DoableActivity[]> {
    return this.once('activities', () => this.repository.activities(this.terms.courseId));
  }

  /** The active learners. */
  learners(): Promise<ActiveLearner[]> {
    return this.once('learners', () => this.repository.activeLearners(this.terms));
  }

  /** What the active learners have completed. */
  completions(): Promise<CompletedWork> {
    return this.once('completions', async () => {
      const learners = await this.learners();
      const activityIds = (await this.activities()).map(({ activityId }) => activityId);
      const exemptions = await this.exemptions();
      const begin = (): CompletedWork => new CompletedWork(learners, activityIds, exemptions);
      return this.repository.completions(this.terms.courseId, begin);
    });
  }

  /** What each active learner has done, with the signs of them if `withSigns`. */
  async records(withSigns: boolean): Promise<LearnerRecord[]> {
    const learners = await this.learners();
    const doable = new Set((await this.activities()).map(({ activityId }) => activityId));
    const exemptions = await this.exemptions();
    const completions = await this.completions();
    const signsOf = withSigns ? await this.otherSigns() : new Map<string, OtherSigns>();
    return mapInSlices(learners, ({ userId, beginDate }) => {
      const { completed, lastCompletedAt } = completions.ofLearner(userId);
      const { lastReopenedAt, ...signs } = signsOf.get(userId) ?? NO_SIGNS;
      return {
        ...{ userId, beginDate, completed },
        total: doable.size - [...(exemptions(userId) ?? [])].filter((id) => doable.has(id)).length,
        lastCompletionAt: later(lastCompletedAt, lastReopenedAt),
        ...signs,
      };
    });
  }

  /** From which quizzes learners are exempt. */
  exemptions(): Promise<Exemptions> {
    return this.once('exemptions', async () => {
      if (this.readsWork) {
        const work = (await this.work()).ofLearners();
        return (userId) => work.get(userId)?.exemptActivities;
      }
      const rows = await this.repository.exemptions(this.terms.courseId);
      const byLearner = new Map<string, Set<string>>();
      for (const { userId, activityId } of rows)
        byLearner.set(userId, (byLearner.get(userId) ?? new Set()).add(activityId));
      return (userId) => byLearner.get(userId);
    });
  }

  /** Signs of learners besides completions and results, by user id. */
  otherSigns(): Promise<Map<string, OtherSigns>> {
    return this.once('otherSigns', () => this.repository.otherSigns(this.terms.courseId));
  }

  /** The figures of all line items, and what the active learners owe. */
  work(): Promise<WorkFigures> {
    return this.once('work', async () => this.gradebook.figuresOf(this.terms, await this.learners()));
  }

  /** The figures of one line item; undefined when the course has no such line item. */
  async lineItem(lineItemId: string): Promise<LineItemFigures | undefined> {
    return this.gradebook.figuresOfOne(this.terms, await this.learners(), lineItemId);
  }

  /** One of the four totals of the active learners. Throws NoSuchPeriodError. */
  totals(total: ChosenTotal): Promise<CourseTotals> {
    return this.once(`totals ${total.name} ${total.period ?? ''}`, () =>
      this.gradebook.totalsOf(this.terms, total, this.abandoned),
    );
  }

  private once<T>(name: string, read: () => Promise<T>): Promise<T> {
    this.abandoned.throwIfAborted();
    const known = this.known.get(name) ?? read();
    this.known.set(name, known);
    return known as Promise<T>;
  }
}

function later(one: Date | null, other: Date | null): Date | null {
  return other !== null && (one === null || other > one) ? other : one;
}
