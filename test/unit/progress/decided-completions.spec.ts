import * as fc from 'fast-check';
import type { CompletionRule } from '../../../src/modules/courses';
import type { CompletionCause } from '../../../src/modules/progress/completions/activity-completion.entity';
import {
  decidedCompletions,
  type StandingCompletion,
} from '../../../src/modules/progress/completions/decided-completions';
import type { Evidence } from '../../../src/modules/progress/completions/evidence/evidence-source';

const LEARNERS = ['ada', 'ben', 'cem'];
const CAUSES: CompletionCause[] = ['manual', 'quiz', 'override', 'attendance', 'rule', 'staff', 'kept'];

const hour = fc.integer({ min: 0, max: 9 });
const at = (hours: number): Date => new Date(Date.UTC(2026, 2, 2, hours));
const piece = fc
  .record({ userId: fc.constantFrom(...LEARNERS), one: hour, other: hour })
  .map(({ userId, one, other }): Evidence => ({
    ...{ activityId: 'page', userId },
    ...{ firstAt: at(Math.min(one, other)), lastAt: at(Math.max(one, other)) },
  }));
const rule = fc.record({
  match: fc.constantFrom('all' as const, 'any' as const),
  conditions: fc.subarray(['viewed', 'marked_done', 'submitted'] as const, { minLength: 1 }),
});
const scene = rule.chain(({ match, conditions }) =>
  fc.record({
    rule: fc.constant<CompletionRule>({ match, conditions: conditions.map((kind) => ({ kind })) }),
    earlier: fc.constantFrom('keep' as const, 'recheck' as const),
    evidence: fc.array(fc.array(piece, { maxLength: 4 }), {
      minLength: conditions.length,
      maxLength: conditions.length,
    }),
    completions: fc.uniqueArray(
      fc.record({ userId: fc.constantFrom(...LEARNERS), cause: fc.constantFrom(...CAUSES), hours: hour }),
      { selector: ({ userId }) => userId },
    ),
    lifted: fc.uniqueArray(fc.record({ userId: fc.constantFrom(...LEARNERS), hours: hour }), {
      selector: ({ userId }) => userId,
    }),
  }),
);

/** What one learner has come to, by going through the hours of the day one after the other. */
function slowMetHour(
  { match, conditions }: CompletionRule,
  evidence: readonly (readonly Evidence[])[],
  userId: string,
  liftedHour: number | undefined,
): number | undefined {
  const hoursOf = (index: number): { first: number; last: number } | undefined => {
    const own = evidence[index]!.filter((each) => each.userId === userId);
    if (own.length === 0) return undefined;
    return {
      first: Math.min(...own.map(({ firstAt }) => firstAt.getUTCHours())),
      last: Math.max(...own.map(({ lastAt }) => lastAt.getUTCHours())),
    };
  };
  const found = conditions.map((_, index) => hoursOf(index));
  const met = found.filter((hours) => hours !== undefined);
  const isMet = match === 'all' ? met.length === conditions.length : met.length > 0;
  if (!isMet) return undefined;
  if (liftedHour === undefined) {
    for (let now = 0; now < 10; now += 1) {
      const metNow = met.filter(({ first }) => first <= now).length;
      if (match === 'all' ? metNow === conditions.length : metNow > 0) return now;
    }
    return undefined;
  }
  // After a lift, the last thing that was done anew counts.
  let last: number | undefined;
  for (let now = liftedHour + 1; now < 10; now += 1) if (met.some((hours) => hours.last === now)) last = now;
  return last;
}

describe('decidedCompletions', () => {
  it('says of each learner what going through the day says', () => {
    fc.assert(
      fc.property(scene, ({ rule: asked, earlier, evidence, completions, lifted }) => {
        const standing = completions.map(({ userId, cause, hours }): StandingCompletion => ({
          userId,
          cause,
          completedAt: at(hours),
        }));
        const decided = decidedCompletions(
          { rule: asked, earlier },
          evidence,
          standing,
          new Map(lifted.map(({ userId, hours }) => [userId, at(hours)])),
        );
        for (const userId of LEARNERS) {
          const liftedHour = lifted.find((lift) => lift.userId === userId)?.hours;
          const met = slowMetHour(asked, evidence, userId, liftedHour);
          const completion = completions.find((each) => each.userId === userId);
          const added = decided.add.filter((each) => each.userId === userId);
          expect(added).toEqual(met !== undefined && !completion ? [{ userId, completedAt: at(met) }] : []);
          const isTakenBack =
            completion !== undefined && met === undefined && !['staff', 'kept'].includes(completion.cause);
          expect(decided.reopen.includes(userId)).toBe(isTakenBack && earlier === 'recheck');
          expect(decided.keep.includes(userId)).toBe(isTakenBack && earlier === 'keep');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('takes back everything but what staff have set where nothing completes the activity any more', () => {
    const standing: StandingCompletion[] = [
      { userId: 'ada', cause: 'manual', completedAt: at(1) },
      { userId: 'ben', cause: 'staff', completedAt: at(1) },
    ];
    expect(decidedCompletions({ rule: null, earlier: 'recheck' }, [], standing, new Map())).toEqual({
      ...{ add: [], reopen: ['ada'], keep: [] },
    });
  });
});
