import { Injectable } from '@nestjs/common';
import { MarkedWorks } from '../marked-work';
import type { RubricMark } from '../rubrics/marking-by-rubric';
import type { LockedScript } from '../scripts/script-records';
import { claimEnd } from '../scripts/script-standing';
import { type ScriptChange, ScriptsRepository } from '../scripts/scripts.repository';
import { type MarkCause, type MarkKind, saysTheSame } from './mark-rules';
import { MarksRepository } from './marks.repository';

/** What somebody, or an operation for them, says of a script. */
export interface NewMark {
  kind: MarkKind;
  /** A decimal; null: no mark. */
  points: string | null;
  comment: string | null;
  cause: MarkCause;
  markedBy: string;
  markedAt: Date;
  /** What it says by the rubric of the question; null: nothing. */
  rubric: RubricMark | null;
}

/** Writes marks. Call it in the transaction that has locked the work first, and then the script. */
@Injectable()
export class MarkGiving {
  constructor(
    private readonly marks: MarksRepository,
    private readonly scripts: ScriptsRepository,
    private readonly works: MarkedWorks,
  ) {}

  /**
   * A mark that is given ends the claim, and the grade follows in the same transaction; a draft goes on with the claim. One that says
   * what the present one says changes nothing. What an operation gives leaves drafts and claims alone.
   */
  async save(script: LockedScript, { rubric, ...mark }: NewMark): Promise<void> {
    const { id: scriptId, workId, itemId, userId, answerNumber } = script;
    const { kind, points, markedBy, markedAt } = mark;
    const isOfMarker = mark.cause === 'marker';
    const present = (isOfMarker ? script.draftRevision : null) ?? script.givenRevision;
    const last = present === null ? undefined : await this.marks.find(scriptId, present);
    const byRubric = {
      rubricRevision: rubric?.revision ?? null,
      ...{ rubricChoices: rubric?.choices ?? null, rubricPoints: rubric?.points ?? null },
    };
    if (last && saysTheSame(last, { ...mark, ...byRubric, answerNumber })) return;
    const number = script.version + 1;
    await this.marks.add({ ...mark, ...byRubric, scriptId, number, answerNumber });
    await this.scripts.change(scriptId, {
      ...(kind === 'given' ? given(number, points) : drafted(script, number, markedBy, markedAt)),
      ...(isOfMarker ? {} : workGoingOn(script)),
      version: number,
    });
    if (kind === 'given')
      await this.works.work.marked({ workId, itemId, userId, points, answerNumber, markedBy, markedAt });
  }
}

function given(number: number, points: string | null): Omit<ScriptChange, 'version'> {
  return {
    ...{ standing: points === null ? 'waiting' : 'marked', givenRevision: points === null ? null : number },
    ...{ draftRevision: null, claimedBy: null, claimedUntil: null },
  };
}

/** What a marker is doing with a script meanwhile. */
function workGoingOn({
  draftRevision,
  claimedBy,
  claimedUntil,
}: LockedScript): Pick<ScriptChange, 'draftRevision' | 'claimedBy' | 'claimedUntil'> {
  return { draftRevision, claimedBy, claimedUntil };
}

function drafted(
  { standing, givenRevision }: LockedScript,
  number: number,
  marker: string,
  now: Date,
): Omit<ScriptChange, 'version'> {
  return {
    ...{ standing, givenRevision, draftRevision: number },
    ...{ claimedBy: marker, claimedUntil: claimEnd(now) },
  };
}
