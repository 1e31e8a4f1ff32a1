import type { TriedQuestion } from '../../../../src/modules/assessments/behaviors/behavior';
import { BEHAVIORS } from '../../../../src/modules/assessments/behaviors/registry';
import { Rational } from '../../../../src/shared/decimals/rational';
import { seededRandom } from '../../seeded-random';

/*
 * Random histories against a slow computation of its own: whole numbers of 180ths, tries followed one after another, nothing from
 * `src`. A response is a number: what it earns stands in a table, and what is at or beyond the table is not complete.
 */

const WHOLE = 180;
const { below, pick } = seededRandom(20261129);
const TABLE = [0, 0, 45, 90, 180, 180];
const PENALTIES = [0, 18, 60, 180];
const CERTAINTIES = ['low', 'medium', 'high', null] as const;

interface Answer {
  response: number | null;
  certainty: (typeof CERTAINTIES)[number];
}
interface History {
  checks: Answer[];
  end: (Answer & { isTimed: boolean }) | null;
}

const isGiven = ({ response }: Answer): boolean => response !== null;
const isWhole = ({ response }: Answer): boolean => response !== null && response < TABLE.length;
const earns = (response: number | null): number => TABLE[response ?? -1] ?? 0;

/** In 180ths; null for nothing judged. */
function slow(name: string, { checks, end }: History, penalty: number, hints: number): number | null {
  const sure = { low: [1, 0], medium: [2, -2], high: [3, -6] } as const;
  const byCertainty = ({ response, certainty }: Answer): number => {
    const [right, wrong] = sure[certainty ?? 'low'];
    return earns(response) > 0 ? (earns(response) * right) / 3 : (wrong * WHOLE) / 3;
  };
  const last = end && isGiven(end) ? end : null;
  if (name === 'deferred') return last && earns(last.response);
  if (name === 'deferred_certainty') return last && byCertainty(last);
  if (name === 'immediate') {
    const first = checks.find(isWhole) ?? last;
    return first && earns(first.response);
  }
  if (name === 'immediate_certainty') {
    const first = checks.find((check) => isWhole(check) && check.certainty !== null);
    if (first) return byCertainty(first);
    return last && (last.certainty !== null || end?.isTimed) ? byCertainty(last) : null;
  }
  const tries: number[] = [];
  let over = false;
  const most = name === 'interactive' ? hints + 1 : Infinity;
  for (const check of checks) {
    if (over || !isWhole(check) || tries.includes(check.response!)) continue;
    tries.push(check.response!);
    over = earns(check.response) === WHOLE || tries.length === most;
  }
  if (name === 'interactive') {
    if (last && !over && tries.at(-1) !== last.response) tries.push(last.response!);
    if (tries.length === 0) return null;
    return Math.max(0, earns(tries.at(-1)!) - (tries.length - 1) * penalty);
  }
  if (last && !over && !tries.includes(last.response!)) tries.push(last.response!);
  if (tries.length === 0) return null;
  const cost = name === 'adaptive' ? penalty : 0;
  return Math.max(0, ...tries.map((response, index) => earns(response) - index * cost));
}

const question = (penalty: number, hints: number): TriedQuestion => ({
  shareOf: (response) => Rational.of(earns(response as number | null)).over(WHOLE),
  isSame: (one, other) => one === other,
  isComplete: (response) => isWhole({ response: response as number | null, certainty: null }),
  penalty: Rational.of(penalty).over(WHOLE),
  hints,
});

const anAnswer = (): Answer => ({
  response: pick([null, ...Array.from({ length: TABLE.length + 1 }, (_, response) => response)]),
  certainty: pick([...CERTAINTIES]),
});

describe.each(BEHAVIORS.map((behavior) => [behavior.name, behavior] as const))('%s', (name, behavior) => {
  it('gives each of 4,000 histories what a slow computation gives it, within its bounds, and the same twice', () => {
    for (let round = 0; round < 4000; round += 1) {
      const [penalty, hints] = [pick(PENALTIES), below(4)];
      const history: History = {
        checks: Array.from({ length: below(6) }, anAnswer),
        end: below(2) === 0 ? null : { ...anAnswer(), isTimed: below(2) === 0 },
      };
      const tried = question(penalty, hints);
      const standing = behavior.standingOf(tried, history);
      const share = standing.share && [
        standing.share.times(WHOLE).numerator,
        standing.share.times(WHOLE).denominator,
      ];
      const expected = slow(name, history, penalty, hints);
      expect({ history, penalty, hints, share }).toEqual({
        ...{ history, penalty, hints },
        share: expected === null ? null : [BigInt(expected), 1n],
      });
      const least = behavior.takesCertainty ? -2 : 0;
      expect(standing.share === null || (standing.share.gte(least) && standing.share.lte(1))).toBe(true);
      expect(standing.results).toHaveLength(history.checks.length);
      expect(behavior.standingOf(tried, history)).toEqual(standing);
    }
  });

  it('gives all to who is right and sure at the first try', () => {
    const right = { response: 4, certainty: 'high' as const };
    const tried = question(60, 2);
    const atTheEnd = { checks: [], end: { ...right, isTimed: false } };
    expect(behavior.standingOf(tried, atTheEnd)).toMatchObject({ state: 'right', isRight: true });
    expect(behavior.standingOf(tried, atTheEnd).share?.equals(1)).toBe(true);
    if (behavior.takesChecks)
      expect(behavior.standingOf(tried, { checks: [right], end: null }).share?.equals(1)).toBe(true);
  });

  it('does not change what was said of earlier checks when another comes', () => {
    for (let round = 0; round < 500; round += 1) {
      const checks = Array.from({ length: 1 + below(6) }, anAnswer);
      const tried = question(pick(PENALTIES), below(4));
      const all = behavior.standingOf(tried, { checks, end: null }).results;
      const before = behavior.standingOf(tried, { checks: checks.slice(0, -1), end: null }).results;
      expect(all.slice(0, -1)).toEqual(before);
    }
  });
});
