import { type CompletionRule, type RuledActivity, ruleMetAt } from '../../courses';
import type { CompletionCause } from './activity-completion.entity';
import type { Evidence } from './evidence/evidence-source';

/** A completion as it is stored. */
export interface StandingCompletion {
  userId: string;
  completedAt: Date;
  cause: CompletionCause;
}

/** What has to be done about the completions of one activity. */
export interface Decided {
  add: { userId: string; completedAt: Date }[];
  /** The learners whose completion stands no more. */
  reopen: string[];
  /** The learners whose completion stays although they do not meet the rule. */
  keep: string[];
}

/** Staff have decided, or an author has when the rule changed: no rule takes such a completion back. */
const STAYS: ReadonlySet<CompletionCause> = new Set(['staff', 'kept']);

/**
 * Decides who has completed an activity.
 *
 * Who meets its rule has. Where staff have lifted a completion, that takes something the learner has done since. Who does not meet
 * it has not, unless staff say so; a rule that keeps earlier completions leaves those, too.
 *
 * @param evidence of each condition of the rule, in their order; all of this activity
 * @param liftedAt when staff last lifted a completion, by user id
 */
export function decidedCompletions(
  { rule, earlier }: Pick<RuledActivity, 'rule' | 'earlier'>,
  evidence: readonly (readonly Evidence[])[],
  completions: readonly StandingCompletion[],
  liftedAt: ReadonlyMap<string, Date>,
): Decided {
  const metAt = learnersWho(rule, evidence, liftedAt);
  const completed = new Set(completions.map(({ userId }) => userId));
  const unmet = completions.filter(({ userId, cause }) => !metAt.has(userId) && !STAYS.has(cause));
  const learners = unmet.map(({ userId }) => userId);
  return {
    add: [...metAt].flatMap(([userId, completedAt]) =>
      completed.has(userId) ? [] : [{ userId, completedAt }],
    ),
    ...(earlier === 'keep' ? { reopen: [], keep: learners } : { reopen: learners, keep: [] }),
  };
}

/** Since when each learner meets the rule. */
function learnersWho(
  rule: CompletionRule | null,
  evidence: readonly (readonly Evidence[])[],
  liftedAt: ReadonlyMap<string, Date>,
): Map<string, Date> {
  if (!rule) return new Map();
  const ofConditions = evidence.map(byLearner);
  const learners = new Set(evidence.flat().map(({ userId }) => userId));
  return new Map(
    [...learners].flatMap((userId) => {
      const lifted = liftedAt.get(userId);
      const found = ofConditions.map((learnersOf) => learnersOf.get(userId));
      const met = ruleMetAt(
        rule,
        found.map((each) => (each ? (lifted ? each.lastAt : each.firstAt) : null)),
      );
      if (met === null || !lifted) return met === null ? [] : [[userId, met]];
      // Of what any condition completes, the one that was met anew counts.
      const anew = found.flatMap((each) => (each && each.lastAt > lifted ? [each.lastAt.getTime()] : []));
      return anew.length === 0 ? [] : [[userId, new Date(Math.max(...anew))]];
    }),
  );
}

/** The same learner may meet a condition by two pieces of evidence. */
function byLearner(evidence: readonly Evidence[]): Map<string, Evidence> {
  const found = new Map<string, Evidence>();
  for (const each of evidence) {
    const other = found.get(each.userId);
    if (!other) found.set(each.userId, each);
    else
      found.set(each.userId, {
        ...each,
        firstAt: other.firstAt < each.firstAt ? other.firstAt : each.firstAt,
        lastAt: other.lastAt > each.lastAt ? other.lastAt : each.lastAt,
      });
  }
  return found;
}
