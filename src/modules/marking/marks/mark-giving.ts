import { Injectable } from '@nestjs/common';
import { MarkedWorks } from '../marked-work';
import type { RubricMark } from '../rubrics/marking-by-rubric';
import type { LockedScript } from '../scripts/script-records';
import { claimEnd } from '../scripts/script-standing';
import { ScriptsRepository } from '../scripts/scripts.repository';
import { countedMark, type MarkingRule, type MarkingTurn } from '../second-marking/marking-rule';
import { MarkingRulesRepository } from '../second-marking/marking-rules.repository';
import { DecidedError } from '../second-marking/second-marking.errors';
import {
  commonRubric,
  commonShare,
  ownTurn,
  type TurnMarks,
  turnMarksOf,
  turnRevisions,
  turnsOf,
} from '../second-marking/turn-marks';
import { atWorth, type MarkCause, type MarkKind, saysTheSame } from './mark-rules';
import { type MarkContent, MarksRepository } from './marks.repository';

/** What somebody, or an operation for them, says of a script. */
export interface NewMark {
  kind: MarkKind;
  /** A decimal; null: no mark. */
  points: string | null;
  comment: string | null;
  /** What goes back to the learner with it, held for the script; null: nothing. Left out: what the mark before had. */
  fileIds?: readonly string[] | null;
  cause: MarkCause;
  /** Whose mark it is. */
  markedBy: string;
  markedAt: Date;
  /** What it says by the rubric of the question; null: nothing. */
  rubric: RubricMark | null;
  /** The part of what the question is worth that it is, where no rubric says so; null: no part. */
  share?: string | null;
  /** Who has it changed, where that is somebody else. */
  changedBy?: string;
}

/** Where a reversal takes a script back to: revisions of before. */
export type EarlierTurns = Pick<
  LockedScript,
  'awaits' | 'firstRevision' | 'secondRevision' | 'thirdRevision' | 'decisionRevision'
>;

const OF_MARKERS: ReadonlySet<MarkCause> = new Set(['marker', 'file', 'rubric']);

/** These count whatever markers have given, and give. */
const SETTLES: ReadonlySet<MarkCause> = new Set(['decision', 'remark']);

/** Writes marks. Call it in the transaction that has locked the work first, and then the script. */
@Injectable()
export class MarkGiving {
  constructor(
    private readonly marks: MarksRepository,
    private readonly scripts: ScriptsRepository,
    private readonly rules: MarkingRulesRepository,
    private readonly works: MarkedWorks,
  ) {}

  /**
   * A mark that is given ends the claim, and the grade follows in the same transaction; a draft goes on with the claim. One that says
   * what the present one says changes nothing. What an operation gives leaves drafts and claims alone. Where two people mark the
   * question, it is the mark of one of them, and what counts follows from all by the rule.
   *
   * @throws DecidedError and MarksCompleteError where the rule asks for no mark of this person
   */
  async save(script: LockedScript, mark: NewMark): Promise<LockedScript> {
    if (SETTLES.has(mark.cause)) return this.settle(script, mark);
    const rule = OF_MARKERS.has(mark.cause) ? await this.rules.hold(script) : null;
    if (!rule) return this.saveAlone(script, mark);
    const given = await this.turnMarks(script);
    const turn = ownTurn(rule, given, mark.markedBy, script.maxPoints);
    return turn === undefined ? script : this.saveTurns(script, rule, given, [{ ...mark, turn }]);
  }

  /** Of a script whose rule is known: the marks of several markers at once. */
  async saveTurns(
    script: LockedScript,
    rule: MarkingRule,
    given: TurnMarks,
    marks: readonly (NewMark & { turn: MarkingTurn })[],
  ): Promise<LockedScript> {
    let present = script;
    for (const { turn, rubric, share, ...mark } of marks) {
      const isGiven = mark.kind === 'given';
      if (isGiven && script.decisionRevision !== null && mark.cause !== 'rubric') throw new DecidedError();
      const byRubric = fieldsOf(rubric, share);
      const last = (await this.ownDraft(present, mark)) ?? given.get(turn);
      const content = { ...mark, ...byRubric, fileIds: filesAfter(mark, last, script) };
      if (last && saysTheSame(last, { ...content, answerNumber: script.answerNumber })) continue;
      const number = present.version + 1;
      await this.add(present, { ...content, number, turn });
      present = {
        ...{ ...present, version: number },
        ...(isGiven
          ? { [turnRevisions[turn]]: mark.points === null ? null : number }
          : { draftRevision: number, claimedBy: mark.markedBy, claimedUntil: claimEnd(mark.markedAt) }),
        ...(isGiven && isOfMarker(mark) ? NOTHING_GOING_ON : {}),
      };
    }
    if (present === script) return script;
    const last = marks.at(-1);
    if (last?.kind === 'draft' || !last) return this.change(present);
    return this.follow(present, rule, last);
  }

  /** Has the mark that counts follow from those of the markers, unless somebody has decided it. */
  async follow(
    script: LockedScript,
    rule: MarkingRule | null,
    { markedBy, markedAt, changedBy = markedBy }: Pick<NewMark, 'markedBy' | 'markedAt' | 'changedBy'>,
  ): Promise<LockedScript> {
    if (script.decisionRevision !== null) return this.change(script);
    const given = await this.turnMarks(script);
    const counted = rule
      ? countedMark(rule, turnMarksOf(given), script.maxPoints)
      : alone(given.get('first') ?? [...given.values()][0]);
    const by = { markedBy: changedBy, markedAt };
    if ('awaits' in counted) {
      const next = { ...script, standing: 'waiting', awaits: counted.awaits, givenRevision: null } as const;
      await this.change(next);
      if (script.givenRevision !== null) await this.tell(next, { points: null, share: null }, by);
      return next;
    }
    const counting = counted.turns.flatMap((turn) => given.get(turn) ?? []);
    const rubric = commonRubric(counting);
    const share = rule ? commonShare(counting) : (counting[0]?.share ?? null);
    const { points } = atWorth({ points: counted.points, rubricPoints: null, share }, script.maxPoints);
    const present =
      script.givenRevision === null ? undefined : await this.marks.find(script.id, script.givenRevision);
    const mark = { kind: 'given', points, comment: null, fileIds: null, ...rubric, share, markedBy } as const;
    const { answerNumber } = script;
    if (present?.cause === 'rule' && saysTheSame({ ...present, markedBy }, { ...mark, answerNumber }))
      return this.change({ ...script, standing: 'marked' });
    const number = script.version + 1;
    await this.add(script, { ...mark, cause: 'rule', markedAt, number, turn: null });
    const next = { ...script, version: number, standing: 'marked', givenRevision: number } as const;
    await this.change(next);
    await this.tell(next, { points, share }, by);
    return next;
  }

  /** Gives what counts without a mark of one of the markers: by a decision, or as it was before an operation. */
  async settle(
    script: LockedScript,
    mark: NewMark,
    earlier: EarlierTurns | null = null,
  ): Promise<LockedScript> {
    const { rubric, share: part, changedBy = mark.markedBy, fileIds = null, ...content } = mark;
    const { points, markedAt } = content;
    const number = script.version + 1;
    const byRubric = fieldsOf(rubric, part);
    await this.add(script, { ...content, ...byRubric, fileIds: listed(fileIds), number, turn: null });
    const next: LockedScript = {
      ...{ ...script, version: number, ...(earlier ?? { decisionRevision: number }) },
      standing: points === null ? 'waiting' : 'marked',
      givenRevision: points === null ? null : number,
    };
    await this.change(next);
    await this.tell(next, { points, share: byRubric.share }, { markedBy: changedBy, markedAt });
    return next;
  }

  /** Puts a script back to what it was before an operation. */
  async putBack(script: LockedScript, earlier: EarlierTurns, mark: NewMark): Promise<LockedScript> {
    if (mark.points !== null || script.givenRevision !== null) return this.settle(script, mark, earlier);
    return this.change({ ...script, ...earlier, version: script.version + 1 });
  }

  /** The marks that the markers of a script have given for the answer that it has now. */
  async turnMarks(script: LockedScript): Promise<TurnMarks> {
    const { id: scriptId } = script;
    const revisions = turnsOf(script);
    const contents = await this.marks.contents(revisions.map(({ number }) => ({ scriptId, number })));
    const byNumber = new Map(contents.map((mark) => [mark.number, mark]));
    return new Map(
      revisions.flatMap(({ turn, number }) => {
        const mark = byNumber.get(number);
        const counts = mark?.answerNumber === script.answerNumber && mark.points !== null;
        return counts ? [[turn, mark] as const] : [];
      }),
    );
  }

  /** Where one person marks the question. */
  private async saveAlone(
    script: LockedScript,
    { rubric, share, changedBy, ...mark }: NewMark,
  ): Promise<LockedScript> {
    const { kind, points, markedBy, markedAt } = mark;
    const isFromMarker = isOfMarker(mark);
    const present = (isFromMarker ? script.draftRevision : null) ?? script.givenRevision;
    const last = present === null ? undefined : await this.marks.find(script.id, present);
    const byRubric = fieldsOf(rubric, share);
    const content = { ...mark, ...byRubric, fileIds: filesAfter(mark, last, script) };
    if (last && saysTheSame(last, { ...content, answerNumber: script.answerNumber })) return script;
    const number = script.version + 1;
    await this.add(script, { ...content, number, turn: null });
    if (kind === 'draft')
      return this.change({
        ...{ ...script, version: number, draftRevision: number },
        ...{ claimedBy: markedBy, claimedUntil: claimEnd(markedAt) },
      });
    const next: LockedScript = {
      ...{ ...script, version: number, ...(isFromMarker ? NOTHING_GOING_ON : {}) },
      ...{ standing: points === null ? 'waiting' : 'marked', awaits: 'first' },
      ...{ givenRevision: points === null ? null : number, firstRevision: points === null ? null : number },
      ...{ secondRevision: null, thirdRevision: null, decisionRevision: null },
    };
    await this.change(next);
    const by = { markedBy: changedBy ?? markedBy, markedAt };
    await this.tell(next, { points, share: byRubric.share }, by);
    return next;
  }

  /** What the marker has saved since they gave their mark, and not given. */
  private async ownDraft(
    { id, draftRevision }: LockedScript,
    mark: NewMarkBy,
  ): Promise<MarkContent | undefined> {
    if (draftRevision === null || !isOfMarker(mark)) return undefined;
    const draft = await this.marks.find(id, draftRevision);
    return draft?.markedBy === mark.markedBy ? { ...draft, scriptId: id } : undefined;
  }

  private add(
    { id: scriptId, answerNumber }: LockedScript,
    revision: Omit<Parameters<MarksRepository['add']>[0], 'scriptId' | 'answerNumber'>,
  ): Promise<void> {
    return this.marks.add({ ...revision, scriptId, answerNumber });
  }

  private async change(script: LockedScript): Promise<LockedScript> {
    await this.scripts.change(script);
    return script;
  }

  private tell(
    { workId, itemId, userId, answerNumber }: LockedScript,
    mark: { points: string | null; share: string | null },
    by: { markedBy: string; markedAt: Date },
  ): Promise<void> {
    return this.works.work.marked({ workId, itemId, userId, ...mark, answerNumber, ...by });
  }
}

type NewMarkBy = Pick<NewMark, 'cause' | 'markedBy'>;

const NOTHING_GOING_ON = { draftRevision: null, claimedBy: null, claimedUntil: null } as const;

/** Whether a person gives it now, who works on the script: not an operation meanwhile. */
function isOfMarker({ cause }: Pick<NewMark, 'cause'>): boolean {
  return cause === 'marker';
}

function fieldsOf(
  rubric: RubricMark | null,
  part: string | null = null,
): Pick<MarkContent, 'rubricRevision' | 'rubricChoices' | 'rubricPoints' | 'share'> {
  const { revision = null, choices = null, points = null, share = part } = rubric ?? {};
  return { rubricRevision: revision, rubricChoices: choices, rubricPoints: points, share };
}

/** A mark that says nothing of files keeps those of the mark before, if that is about the same answer. */
function filesAfter(
  { fileIds }: Pick<NewMark, 'fileIds'>,
  before: Pick<MarkContent, 'fileIds' | 'answerNumber'> | undefined,
  { answerNumber }: LockedScript,
): string[] | null {
  if (fileIds !== undefined) return listed(fileIds);
  return before?.answerNumber === answerNumber ? before.fileIds : null;
}

function listed(fileIds: readonly string[] | null): string[] | null {
  return fileIds && fileIds.length > 0 ? [...fileIds] : null;
}

function alone(mark: MarkContent | undefined): ReturnType<typeof countedMark> {
  return mark?.points === undefined || mark.points === null
    ? { awaits: 'first' }
    : { points: mark.points, by: 'agreed', turns: ['first', 'second', 'third'] };
}
