import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import type { CompletionKindName, RuledActivity } from '../../courses';
import {
  CompletionStandingsRepository,
  type RuledWork,
  type WorkedOn,
} from './completion-standings.repository';
import { type Completion, CompletionsRepository } from './completions.repository';
import { decidedCompletions } from './decided-completions';
import { Attended } from './evidence/attended';
import type { AskedLearners, Evidence, EvidenceSource } from './evidence/evidence-source';
import { Covered } from './evidence/covered';
import { MarkedDone } from './evidence/marked-done';
import { Passed } from './evidence/passed';
import { ScoreReached } from './evidence/score-reached';
import { Submitted } from './evidence/submitted';
import { Viewed } from './evidence/viewed';

/** So many activities are looked at with the same statements. */
const ACTIVITIES_AT_ONCE = 50;

/**
 * Keeps the completions of activities right that have a completion rule of their own. Whoever records something that a rule may ask
 * for says so in its transaction; right before that commits, what the rules make of it is stored.
 *
 * Two things that one learner does at the same moment may not see each other: whoever comes second waits for the first, by the
 * learner's row in `completion_standings`. A publication with another rule holds the course, so it comes before or after.
 */
@Injectable()
export class RuledCompletions {
  private readonly sources: ReadonlyMap<CompletionKindName, EvidenceSource>;

  constructor(
    private readonly standings: CompletionStandingsRepository,
    private readonly completions: CompletionsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    markedDone: MarkedDone,
    viewed: Viewed,
    covered: Covered,
    submitted: Submitted,
    scoreReached: ScoreReached,
    passed: Passed,
    attended: Attended,
  ) {
    const sources: EvidenceSource[] = [
      ...[markedDone, viewed, covered, submitted],
      ...[scoreReached, passed, attended],
    ];
    this.sources = new Map(sources.map((source) => [source.kind, source]));
  }

  /** Learners have done something, or something was decided about them, that a completion rule may ask for. Call it in the transaction that records it. */
  worked(on: readonly WorkedOn[]): void {
    this.transactions.gatherForEnd(this.settle, on);
  }

  /** Something else completes these activities from now on. The transaction holds their course. */
  async ruleChanged(courseId: string, activities: readonly RuledActivity[]): Promise<void> {
    for (let from = 0; from < activities.length; from += ACTIVITIES_AT_ONCE)
      await this.decide(courseId, activities.slice(from, from + ACTIVITIES_AT_ONCE), 'all');
  }

  /** Since when a learner meets each condition of a rule, in their order; null for those that they do not meet. */
  async metAt(
    { activityId, rule }: Pick<RuledActivity, 'activityId' | 'rule'>,
    userId: string,
  ): Promise<(Date | null)[]> {
    const evidence = await this.evidenceOf([{ activityId, rule, earlier: 'keep' }], [userId]);
    return (rule?.conditions ?? []).map(({ kind }) => {
      const found = evidence.get(kind)?.get(activityId) ?? [];
      return found.reduce<Date | null>(
        (first, { firstAt }) => (first === null || firstAt < first ? firstAt : first),
        null,
      );
    });
  }

  private readonly settle = async (on: WorkedOn[]): Promise<void> => {
    const found = await this.standings.ruled(on);
    // Mostly one learner, or one activity: then all is decided with the same statements.
    const together = Map.groupBy(
      [...Map.groupBy(found, ({ activityId }) => activityId).values()],
      (works) => `${works[0]?.courseId} ${learnersIn(works).join()}`,
    );
    for (const activities of together.values()) {
      const works = activities.flat();
      const [{ courseId }] = works as [RuledWork];
      const userIds = learnersIn(works);
      const ruled = activities.flatMap(([work]) => (work ? [{ ...work, earlier: 'recheck' as const }] : []));
      await this.standings.hold(
        courseId,
        ruled.map(({ activityId }) => activityId),
        userIds,
      );
      await this.decide(courseId, ruled, userIds);
    }
  };

  private async decide(
    courseId: string,
    activities: readonly RuledActivity[],
    learners: AskedLearners,
  ): Promise<void> {
    const now = this.clock.now();
    const activityIds = activities.map(({ activityId }) => activityId);
    const evidence = await this.evidenceOf(activities, learners);
    const completions = await this.completions.standing(activityIds, learners);
    const lifted = await this.standings.lifted(activityIds, learners);
    const added: Completion[] = [];
    for (const { activityId, rule, earlier } of activities) {
      const { add, reopen, keep } = decidedCompletions(
        { rule, earlier },
        (rule?.conditions ?? []).map(({ kind }) => evidence.get(kind)?.get(activityId) ?? []),
        completions.get(activityId) ?? [],
        lifted.get(activityId) ?? new Map(),
      );
      await this.standings.keepMarks(activityId, [...reopen, ...keep]);
      await this.completions.keep(activityId, keep);
      await this.completions.reopenAll(reopen, activityId, now);
      for (const { userId, completedAt } of add)
        added.push({ userId, activityId, courseId, completedAt, cause: 'rule' });
    }
    await this.completions.add(added);
  }

  /** By kind, by activity. */
  private async evidenceOf(
    activities: readonly RuledActivity[],
    learners: AskedLearners,
  ): Promise<Map<CompletionKindName, Map<string, Evidence[]>>> {
    const asked = activities.flatMap(({ activityId, rule }) =>
      (rule?.conditions ?? []).map((condition) => ({ activityId, condition })),
    );
    const byKind = Map.groupBy(asked, ({ condition }) => condition.kind);
    const found = new Map<CompletionKindName, Map<string, Evidence[]>>();
    for (const [kind, conditions] of byKind) {
      const evidence = (await this.sources.get(kind)?.of(conditions, learners)) ?? [];
      found.set(
        kind,
        Map.groupBy(evidence, ({ activityId }) => activityId),
      );
    }
    return found;
  }
}

function learnersIn(works: readonly RuledWork[]): string[] {
  return [...new Set(works.map(({ userId }) => userId))].sort();
}
