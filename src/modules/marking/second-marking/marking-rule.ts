import { Rational } from '../../../shared/decimals/rational';

export const MARKING_METHODS = ['average', 'highest', 'by_hand'] as const;
/** How one mark is made of those of several markers. `by_hand`: an instructor decides where they differ. */
export type MarkingMethod = (typeof MARKING_METHODS)[number];

export const THIRD_UNITS = ['points', 'percent'] as const;
/** In what a difference of marks is measured: in points, or in percent of what the question is worth. */
export type ThirdUnit = (typeof THIRD_UNITS)[number];

/** By whom the answers to a question are marked twice. */
export interface MarkingRule {
  method: MarkingMethod;
  /** A third marker marks what the first two differ by more than this in; null: nobody does. */
  thirdAbove: string | null;
  thirdUnit: ThirdUnit;
}

export const MARKING_TURNS = ['first', 'second', 'third'] as const;
/** Whose mark it is: each is given by another person. */
export type MarkingTurn = (typeof MARKING_TURNS)[number];

export const AWAITED_MARKS = [...MARKING_TURNS, 'decision'] as const;
/** What a script waits for. */
export type AwaitedMark = (typeof AWAITED_MARKS)[number];

export const COUNTED_BY = ['average', 'highest', 'agreed', 'decision'] as const;
/** Why a mark counts. `agreed`: the markers gave the same. `decision`: an instructor decided. */
export type CountedBy = (typeof COUNTED_BY)[number];

/** The mark of one marker. */
export interface TurnMark {
  turn: MarkingTurn;
  points: string;
}

/** A mark that counts, and of whose it was made; or what is still missing. */
export type CountedMark = { points: string; by: CountedBy; turns: MarkingTurn[] } | { awaits: AwaitedMark };

/** Decimals of a mark; not of `MARK_PLACES`, which imports entities. */
const PLACES = 4;

/**
 * Which mark counts by the rule: exactly, rounded half-up once. A third mark that was given counts, even if the first two have come closer
 * since.
 *
 * @param marks at most one of each turn
 */
export function countedMark(rule: MarkingRule, marks: readonly TurnMark[], maxPoints: string): CountedMark {
  const missing = missingTurn(rule, marks, maxPoints);
  if (missing) return { awaits: missing };
  const values = marks.map(({ points }) => Rational.of(points));
  const best = values.reduce((one, other) => (other.gt(one) ? other : one));
  if (rule.method === 'highest')
    return {
      ...{ points: best.toDecimal(PLACES), by: 'highest' },
      turns: inOrder(marks.filter(({ points }) => best.equals(points))),
    };
  const turns = inOrder(marks);
  if (values.every((value) => value.equals(best)))
    return { points: best.toDecimal(PLACES), by: 'agreed', turns };
  if (rule.method === 'by_hand') return { awaits: 'decision' };
  return { points: Rational.sum(values).over(values.length).toDecimal(PLACES), by: 'average', turns };
}

/** Whose mark is the next that the rule asks for; undefined: nobody's. */
export function missingTurn(
  rule: MarkingRule,
  marks: readonly TurnMark[],
  maxPoints: string,
): MarkingTurn | undefined {
  const [first, second, third] = MARKING_TURNS.map((turn) => marks.find((mark) => mark.turn === turn));
  if (!first) return 'first';
  if (!second) return 'second';
  return !third && needsThird(rule, first.points, second.points, maxPoints) ? 'third' : undefined;
}

/** Whether two marks differ by more than the rule lets pass. */
export function needsThird(
  { thirdAbove, thirdUnit }: MarkingRule,
  one: string,
  other: string,
  maxPoints: string,
): boolean {
  if (thirdAbove === null) return false;
  const difference = Rational.of(one).minus(other).abs();
  return thirdUnit === 'points'
    ? difference.gt(thirdAbove)
    : difference.times(100).gt(Rational.of(thirdAbove).times(maxPoints));
}

/**
 * Whether somebody sees what others gave a script that is marked twice. While it waits for a marker, only those do who have given
 * theirs: what a second marker has seen of the first mark, they repeat.
 */
export function seesOtherMarks(
  script: { standing: string; awaits: AwaitedMark },
  hasMarked: boolean,
): boolean {
  return script.standing !== 'waiting' || script.awaits === 'decision' || hasMarked;
}

function inOrder(marks: readonly TurnMark[]): MarkingTurn[] {
  return MARKING_TURNS.filter((turn) => marks.some((mark) => mark.turn === turn));
}
