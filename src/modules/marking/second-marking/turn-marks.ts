import { isDeepStrictEqual } from 'node:util';
import { Rational } from '../../../shared/decimals/rational';
import { shareOf, shareText } from '../../../shared/decimals/share-text';
import type { MarkContent } from '../marks/marks.repository';
import type { LockedScript } from '../scripts/script-records';
import { type MarkingRule, type MarkingTurn, missingTurn, type TurnMark } from './marking-rule';
import { MarksCompleteError } from './second-marking.errors';

/** What each marker of a script has given. */
export type TurnMarks = ReadonlyMap<MarkingTurn, MarkContent>;

/** In which column of a script the mark of a turn is named. */
export const turnRevisions = {
  ...{ first: 'firstRevision', second: 'secondRevision', third: 'thirdRevision' },
} as const satisfies Record<MarkingTurn, string>;

type Turns = Pick<
  LockedScript,
  'givenRevision' | 'firstRevision' | 'secondRevision' | 'thirdRevision' | 'decisionRevision'
>;

export function turnMarksOf(given: TurnMarks): TurnMark[] {
  return [...given].flatMap(([turn, { points }]) => (points === null ? [] : [{ turn, points }]));
}

/**
 * Whose mark somebody gives: their own again, or the next that is missing. So the same person never gives two.
 *
 * @throws MarksCompleteError where the rule asks for no other marker
 */
export function ownTurn(rule: MarkingRule, given: TurnMarks, marker: string, maxPoints: string): MarkingTurn {
  for (const [turn, { markedBy }] of given) if (markedBy === marker) return turn;
  const missing = missingTurn(rule, turnMarksOf(given), maxPoints);
  if (missing === undefined) throw new MarksCompleteError();
  return missing;
}

/** What was chosen by a rubric, where the marks that count chose the same. */
export function commonRubric(
  marks: readonly MarkContent[],
): Pick<MarkContent, 'rubricRevision' | 'rubricChoices' | 'rubricPoints'> {
  const [one, ...others] = marks.map(({ rubricRevision, rubricChoices, rubricPoints }) => ({
    ...{ rubricRevision, rubricChoices, rubricPoints },
  }));
  if (one && others.every((other) => isDeepStrictEqual(one, other))) return one;
  return { rubricRevision: null, rubricChoices: null, rubricPoints: null };
}

/** The part of what the question is worth that marks come to, where each of them is such a part: their mean, exactly. */
export function commonShare(marks: readonly MarkContent[]): string | null {
  const shares = marks.flatMap(({ share }) => share ?? []);
  if (shares.length === 0 || shares.length < marks.length) return null;
  return shareText(Rational.sum(shares.map(shareOf)).over(shares.length));
}

/** What was given before questions were marked twice is the mark of the first marker. */
export function turnsOf(script: Turns): { turn: MarkingTurn; number: number }[] {
  const { firstRevision, secondRevision, thirdRevision, decisionRevision } = script;
  const isOlder = [firstRevision, secondRevision, thirdRevision, decisionRevision].every((at) => at === null);
  const turns = {
    first: isOlder ? script.givenRevision : firstRevision,
    ...{ second: secondRevision, third: thirdRevision },
  };
  return (Object.entries(turns) as [MarkingTurn, number | null][]).flatMap(([turn, number]) =>
    number === null ? [] : [{ turn, number }],
  );
}
