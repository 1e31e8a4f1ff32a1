import type { GivenAnswer, QuestionHistory } from '../../../../src/modules/assessments/behaviors/behavior';
import { BEHAVIORS } from '../../../../src/modules/assessments/behaviors/registry';
import { triedQuestion } from '../../../../src/modules/assessments/behaviors/tried-question';
import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';
import { isSameResponse } from '../../../../src/modules/assessments/question-types/responses';
import { NO_GUIDANCE } from '../../../../src/modules/assessments/questions/guidance';
import { asFraction, below, chance, GRADED, pick, questionsOf } from './random-definitions';
import {
  ALL,
  type Fraction,
  fraction,
  isAbove,
  larger,
  minus,
  NOTHING,
  over,
  part,
  sum,
  times,
} from './slow/fraction';
import { type AnySlowType, SLOW_TYPES } from './slow/types';

/* Random histories of every behavior with random questions of every type, against a slow computation with nothing from `src`. */

const HISTORIES_EACH = 8;
const PENALTIES = ['0', '1/10', '1/3', '1'];
const SURE: Readonly<Record<string, readonly [right: Fraction, wrong: Fraction]>> = {
  low: [part(1, 3), NOTHING],
  medium: [part(2, 3), part(-2, 3)],
  high: [ALL, part(-2, 1)],
};

interface Answer {
  response: unknown;
  certainty: GivenAnswer['certainty'];
}

/** What a history earns, slowly; null for nothing judged. `pool` has each answer once: a try is told from others by its place there. */
function slowStanding(
  behavior: string,
  { slow, definition, pool, penalty, hints }: Tried,
  { checks, end }: { checks: Answer[]; end: (Answer & { isTimed: boolean }) | null },
): Fraction | null {
  const raw = ({ response }: Answer): Fraction => slow.earns(definition, response);
  const isWhole = ({ response }: Answer): boolean =>
    response !== null && (slow.isWhole?.(definition, response) ?? true);
  const last = end && end.response !== null ? end : null;
  const bySureness = (answer: Answer): Fraction => {
    const [right, wrong] = SURE[answer.certainty ?? 'low']!;
    return isAbove(raw(answer), NOTHING) ? times(raw(answer), right) : wrong;
  };
  if (behavior === 'deferred') return last && raw(last);
  if (behavior === 'deferred_certainty') return last && bySureness(last);
  if (behavior === 'immediate') {
    const first = checks.find(isWhole) ?? last;
    return first && raw(first);
  }
  if (behavior === 'immediate_certainty') {
    const first = checks.find((check) => isWhole(check) && check.certainty !== null);
    if (first) return bySureness(first);
    return last && (last.certainty !== null || end?.isTimed) ? bySureness(last) : null;
  }
  const tries: Answer[] = [];
  const isTried = ({ response }: Answer, among: Answer[]): boolean =>
    among.some((one) => pool.indexOf(one.response) === pool.indexOf(response));
  const most = behavior === 'interactive' ? hints + 1 : Infinity;
  const isOver = (): boolean => tries.some((one) => !isAbove(ALL, raw(one))) || tries.length >= most;
  for (const check of checks) if (!isOver() && isWhole(check) && !isTried(check, tries)) tries.push(check);
  const before = behavior === 'interactive' ? tries.slice(-1) : tries;
  if (last && !isOver() && !isTried(last, before)) tries.push(last);
  if (tries.length === 0) return null;
  if (behavior !== 'interactive') {
    const cost = behavior === 'adaptive' ? penalty : NOTHING;
    return tries.map((one, index) => minus(raw(one), times(cost, part(index, 1)))).reduce(larger, NOTHING);
  }
  if (!slow.parts)
    return larger(NOTHING, minus(raw(tries.at(-1)!), times(penalty, part(tries.length - 1, 1))));
  // Each part by itself: the last wrong try and all before cost something.
  const rights = tries.map(({ response }) => slow.parts!(definition, response));
  const earned = rights.at(-1)!.map((isRight, at) => {
    if (!isRight) return NOTHING;
    let wrong = 0;
    for (const [index, inTry] of rights.entries()) if (!inTry[at]) wrong = index + 1;
    return larger(NOTHING, minus(ALL, times(penalty, part(wrong, 1))));
  });
  return over(sum(earned), part(earned.length, 1));
}

interface Tried {
  slow: AnySlowType;
  definition: QuestionDefinition;
  pool: unknown[];
  penalty: Fraction;
  hints: number;
}

/** Answers that no two of are the same, the right one among them. */
function poolOf(slow: AnySlowType, definition: QuestionDefinition): unknown[] {
  const all = [slow.right(definition), ...Array.from({ length: 9 }, () => slow.some(definition, chance))];
  return all.filter(
    (response, at) => all.findIndex((other) => isSameResponse(definition, response, other)) === at,
  );
}

/** Whose parts are counted back with rules of their own, which the tables of behaviors hold. */
const BY_PARTS = ['cloze', 'hotspot', 'markers'];

describe.each(BEHAVIORS.map((behavior) => [behavior.name, behavior] as const))(
  'histories of the behavior %s',
  (behaviorName, behavior) => {
    it.each(GRADED)('with questions of the type %s earn what a slow computation says', (name, described) => {
      const slow = SLOW_TYPES[name] as AnySlowType;
      for (const definition of questionsOf(described)) {
        const pool = poolOf(slow, definition);
        const anAnswer = (): Answer => ({
          response: pick([null, ...pool]),
          certainty: pick(['low', 'medium', 'high', null]),
        });
        for (let time = 0; time < HISTORIES_EACH; time += 1) {
          const [penalty, hints] = [pick(PENALTIES), below(6)];
          const history: QuestionHistory = {
            checks: Array.from({ length: below(8) }, anAnswer),
            end: below(3) === 0 ? null : { ...anAnswer(), isTimed: below(2) === 0 },
          };
          const guidance = {
            ...{ ...NO_GUIDANCE, penalty },
            hints: Array.from({ length: hints }, () => ({
              ...{ text: 'Look.', clearWrong: false, showRightCount: false },
            })),
          };
          const tried = triedQuestion(definition, guidance);
          const { share } = behavior.standingOf(tried, history);
          const given = share && asFraction(share);
          expect(behavior.standingOf(tried, history).share).toEqual(share);
          expect(given && isAbove(part(behavior.takesCertainty ? -2 : 0, 1), given)).not.toBe(true);
          expect(given && isAbove(given, ALL)).not.toBe(true);
          if (behaviorName === 'interactive' && BY_PARTS.includes(name)) continue;
          const own: Tried = { slow, definition, pool, penalty: fraction(penalty), hints };
          const expected = slowStanding(behaviorName, own, history as Parameters<typeof slowStanding>[2]);
          expect({ definition, history, penalty, hints, given }).toEqual({
            ...{ definition, history, penalty, hints, given: expected },
          });
        }
        const right = { response: slow.right(definition), certainty: 'high' as const };
        const atTheEnd = { checks: [], end: { ...right, isTimed: false } };
        const { share } = behavior.standingOf(triedQuestion(definition, NO_GUIDANCE), atTheEnd);
        expect(share && asFraction(share)).toEqual(ALL);
      }
    });
  },
);
