import type { RevisionRecord } from '../marks/marks.repository';
import type { ScriptWithHead } from '../scripts/script-records';
import {
  type AwaitedMark,
  type CountedBy,
  countedMark,
  type MarkingRule,
  type MarkingTurn,
  seesOtherMarks,
} from './marking-rule';
import { turnsOf } from './turn-marks';

/** What one reader sees of the marks of the several markers of a script. */
export interface TurnsView {
  /** They are not shown what others have given or drafted. */
  isBlind: boolean;
  /** Null: nobody in particular. */
  reader: string | null;
  awaits: AwaitedMark | null;
  turns: { turn: MarkingTurn; mark: RevisionRecord }[];
  /** Of which marks the one that counts was made; null: none does, or one person marks the question. */
  counted: { by: CountedBy; turns: MarkingTurn[] } | null;
}

/** Of a script that one person marks. */
export const MARKED_ONCE: TurnsView = {
  isBlind: false,
  reader: null,
  awaits: null,
  turns: [],
  counted: null,
};

export function turnsView(
  script: ScriptWithHead,
  revisions: readonly RevisionRecord[],
  reader: string,
): TurnsView {
  const { ruleMethod: method, thirdAbove, thirdUnit, awaits, answerNumber } = script;
  if (method === null || thirdUnit === null) return MARKED_ONCE;
  const byNumber = new Map(revisions.map((mark) => [mark.number, mark]));
  const turns = turnsOf(script).flatMap(({ turn, number }) => {
    const mark = byNumber.get(number);
    return mark?.answerNumber === answerNumber && mark.points !== null ? [{ turn, mark }] : [];
  });
  const isBlind = !seesOtherMarks(
    script,
    turns.some(({ mark }) => mark.markedBy === reader),
  );
  const rule: MarkingRule = { method, thirdAbove, thirdUnit };
  return {
    ...{ isBlind, reader },
    ...{ awaits: script.standing === 'waiting' ? awaits : null, turns: isBlind ? [] : turns },
    counted: script.standing === 'marked' ? countedOf(script, rule, turns) : null,
  };
}

function countedOf(
  { decisionRevision, maxPoints }: ScriptWithHead,
  rule: MarkingRule,
  turns: TurnsView['turns'],
): TurnsView['counted'] {
  if (decisionRevision !== null) return { by: 'decision', turns: [] };
  const marks = turns.map(({ turn, mark }) => ({ turn, points: mark.points ?? '0' }));
  const counted = countedMark(rule, marks, maxPoints);
  return 'awaits' in counted ? null : { by: counted.by, turns: counted.turns };
}
