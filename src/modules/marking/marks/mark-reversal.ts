import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { LoggedChange, NewChange } from '../../../shared/operations/operation-changes';
import { OperationsRepository } from '../../../shared/operations/operations.repository';
import type { ReversalFacts, ReversedChange } from '../../../shared/operations/reversal';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../marking.sentences';
import { ScriptHolds } from '../scripts/script-holds';
import type { LockedScript } from '../scripts/script-records';
import { type EarlierTurns, MarkGiving, type NewMark } from './mark-giving';
import { type MarkContent, MarksRepository } from './marks.repository';

/** The part of the logs of operations that give many marks. */
export const MARKS_PART = 'marks';

/** Which revisions of a script's marks stand. Plain data, so that a log keeps it. */
export interface MarkState {
  /** The one that counts; null: none. */
  revision: number | null;
  /** Those of its markers. Absent in logs from before there were several. */
  turns?: EarlierTurns;
}

/** What an operation did to the marks of a script. */
export function markChange(before: LockedScript, after: LockedScript): NewChange {
  return {
    ...{ part: MARKS_PART, rowId: before.id, action: 'changed' },
    ...{ before: { ...stateOf(before) }, after: { ...stateOf(after) } },
  };
}

function stateOf(script: LockedScript): Required<MarkState> {
  const { givenRevision: revision, awaits, firstRevision, secondRevision, thirdRevision } = script;
  const { decisionRevision } = script;
  return { revision, turns: { awaits, firstRevision, secondRevision, thirdRevision, decisionRevision } };
}

/** Gives scripts the marks back that they had before an operation. A script that was marked otherwise since stays as it is. */
@Injectable()
export class MarkReversal {
  constructor(
    private readonly holds: ScriptHolds,
    private readonly marks: MarksRepository,
    private readonly giving: MarkGiving,
    private readonly operations: OperationsRepository,
  ) {}

  /**
   * Puts back what an operation has changed, in the transaction that is running. A result for each change, in their order.
   *
   * @param putBack for changes of other parts than marks
   */
  async reverse(
    changes: readonly LoggedChange[],
    facts: ReversalFacts,
    putBack: (change: LoggedChange) => Promise<ReversedChange>,
  ): Promise<ReversedChange[]> {
    const ofMarks = changes.filter(({ part }) => part === MARKS_PART);
    const marked = await this.marksOf(ofMarks, facts);
    const results = new Map(ofMarks.map(({ seq }, index) => [seq, marked[index]]));
    for (const change of changes)
      if (change.part !== MARKS_PART) results.set(change.seq, await putBack(change));
    return changes.map(({ seq }) => results.get(seq) ?? { outcome: 'unchanged' });
  }

  private async marksOf(
    changes: readonly LoggedChange[],
    { isDryRun, now, operationId }: ReversalFacts,
  ): Promise<ReversedChange[]> {
    const operation = await this.operations.find(operationId);
    const by = operation?.requestedBy ?? null;
    const ids = changes.map(({ rowId }) => rowId);
    const scripts = isDryRun ? await this.holds.read(ids) : await this.holds.hold(ids);
    const byId = new Map(scripts.map((script) => [script.id, script]));
    const earlier = await this.marks.contents(
      changes.flatMap(({ rowId: scriptId, before, after }) =>
        [before, after].flatMap((state) => {
          const { revision } = state as unknown as MarkState;
          return revision === null ? [] : [{ scriptId, number: revision }];
        }),
      ),
    );
    const contents = new Map(earlier.map((mark) => [`${mark.scriptId}/${mark.number}`, mark]));
    const contentOf = (scriptId: string, state: object | null): MarkContent | undefined =>
      contents.get(`${scriptId}/${(state as unknown as MarkState).revision}`);
    const results: ReversedChange[] = [];
    for (const change of changes) {
      const script = byId.get(change.rowId);
      const fault = faultOf(change, script);
      if (fault || !script) {
        results.push(fault ?? left(change.rowId, 'row_gone', sentences.scriptGone()));
        continue;
      }
      const mark = contentOf(script.id, change.before);
      const changedBy = by ?? mark?.markedBy ?? contentOf(script.id, change.after)?.markedBy ?? script.userId;
      const restored = { ...markOf(mark), markedBy: mark?.markedBy ?? changedBy, changedBy, markedAt: now };
      const earlier = earlierOf(change.before as unknown as MarkState);
      const after = isDryRun ? script : await this.giving.putBack(script, earlier, restored);
      results.push({ outcome: 'restored', change: markChange(script, after) });
    }
    return results;
  }
}

function faultOf(
  { rowId, after }: LoggedChange,
  script: LockedScript | undefined,
): ReversedChange | undefined {
  if (!script || script.standing === 'taken_back') return left(rowId, 'row_gone', sentences.scriptGone());
  const { revision, turns } = after as unknown as MarkState;
  const present = stateOf(script);
  if (present.revision !== revision || (turns && !isDeepStrictEqual(present.turns, turns)))
    return left(rowId, 'changed_since', sentences.markChanged());
  return undefined;
}

function earlierOf({ revision, turns }: MarkState): EarlierTurns {
  const none = { secondRevision: null, thirdRevision: null, decisionRevision: null };
  return turns ?? { awaits: 'first', firstRevision: revision, ...none };
}

function markOf(mark: MarkContent | undefined): Omit<NewMark, 'markedBy' | 'markedAt'> {
  const { points = null, comment = null, rubricRevision = null, rubricChoices = null } = mark ?? {};
  const { share = null, rubricPoints = null, fileIds = null } = mark ?? {};
  return {
    ...{ kind: 'given', points, comment, cause: 'reversal', share, fileIds },
    rubric:
      rubricRevision === null || rubricChoices === null
        ? null
        : { revision: rubricRevision, choices: rubricChoices, points: rubricPoints, share },
  };
}

function left(value: string, code: string, message: Sentence): ReversedChange {
  return { outcome: 'left', remark: { code, message, value } };
}
