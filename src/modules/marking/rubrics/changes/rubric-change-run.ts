import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../shared/clock/clock';
import { Transactions } from '../../../../shared/database/transactions';
import { plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import type { PartCounts } from '../../../../shared/operations/operation';
import type { NewChange } from '../../../../shared/operations/operation-changes';
import { OperationChanges } from '../../../../shared/operations/operation-changes.repository';
import type { NewIssue } from '../../../../shared/operations/operation-issue.entity';
import type { OperationOutcome } from '../../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import { inPortions } from '../../../../shared/operations/portions';
import { inEnglish } from '../../../../shared/sentences/say';
import { MarkGiving } from '../../marks/mark-giving';
import { MARK_PLACES } from '../../marks/mark-rules';
import { markChange, MARKS_PART } from '../../marks/mark-reversal';
import { type MarkContent, MarksRepository } from '../../marks/marks.repository';
import { ScriptHolds } from '../../scripts/script-holds';
import type { LockedScript } from '../../scripts/script-records';
import { countedMark, type MarkingRule, type MarkingTurn } from '../../second-marking/marking-rule';
import { MarkingRulesRepository } from '../../second-marking/marking-rules.repository';
import { type TurnMarks, turnMarksOf } from '../../second-marking/turn-marks';
import { QuestionRubricsRepository } from '../question-rubrics.repository';
import { recalculated } from '../rubric-rules';
import { sentences } from '../rubrics.sentences';
import { type RubricChangeInput, RUBRICS_PART } from './rubric-change-input';
import { RubricChangesRepository } from './rubric-changes.repository';

/** How many scripts one transaction marks again. A test of processes that crash makes it fewer. */
export const PORTION = { scripts: 20 };

/** What a run saves with each transaction. */
interface Checkpoint {
  /** The instant of all changes. */
  now: string;
  total: number;
  /** The revision that the change has made; 0 in a dry run. */
  revision: number;
  /** The scripts up to this one are done. */
  after: string | null;
  done: number;
  changed: number;
  left: number;
}

/** A mark by the rubric, and what it becomes; null: it stays as it is. */
interface RemarkedMark {
  /** Null: the question is marked by one person. */
  turn: MarkingTurn | null;
  mark: MarkContent;
  news: { points: string; rubricPoints: string; share: string | null } | null;
}

/** A script with its marks by the rubric, and what counts before and after; null: it waits for a mark. */
interface Remarked {
  script: LockedScript;
  marks: RemarkedMark[];
  oldPoints: string | null;
  newPoints: string | null;
}

/** Marks the scripts of a question again by a changed rubric, some in a transaction, or says what it would change. */
@Injectable()
export class RubricChangeRun {
  constructor(
    private readonly changed: RubricChangesRepository,
    private readonly used: QuestionRubricsRepository,
    private readonly holds: ScriptHolds,
    private readonly marks: MarksRepository,
    private readonly rules: MarkingRulesRepository,
    private readonly giving: MarkGiving,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(task: OperationTask): Promise<OperationOutcome> {
    const input = task.operation.input as RubricChangeInput;
    const { left } = await inPortions<Checkpoint>(task, this.transactions, {
      begin: () => this.begin(task, input),
      next: (place) => this.portion(task, input, place),
      summaryOf,
    });
    return left > 0 ? 'partly_done' : 'done';
  }

  /** From then on, new marks are given by the changed rubric; those that were given before are found after it. */
  private async begin(task: OperationTask, input: RubricChangeInput): Promise<Checkpoint> {
    const { id, isDryRun } = task.operation;
    const now = this.clock.now();
    const total = await this.changed.countOf(input);
    return this.transactions.run(async () => {
      await task.report({ phase: phaseOf(task), done: 0, total });
      await task.startAfresh();
      await this.changed.forget(id);
      const revision = isDryRun ? 0 : await this.putRubric(task, input, now);
      const place = { now: now.toISOString(), total, revision, after: null, done: 0, changed: 0, left: 0 };
      await task.save({ done: 0, total, summary: [summaryOf(place)], checkpoint: place });
      return place;
    });
  }

  private async putRubric(
    { operation: { id, requestedBy } }: OperationTask,
    { activityId, itemId, title, definition, sourceId }: RubricChangeInput,
    now: Date,
  ): Promise<number> {
    const key = { activityId, itemId };
    const row = await this.used.lock(key);
    if (!row) throw new Error('A rubric that was there is gone.');
    const by = { createdBy: requestedBy, createdAt: now };
    const revision = await this.used.addRevision({ ...key, title, definition, ...by });
    await this.used.update(key, { sourceId, shown: row.shown, revision }, now);
    const [before, after] = [row.revision, revision].map((number) => ({ activityId, revision: number }));
    await this.changes.add(id, [
      { part: RUBRICS_PART, rowId: itemId, action: 'changed', before: before!, after: after! },
    ]);
    return revision;
  }

  /** The next scripts, in the transaction that is running; the same place where there are none. */
  private async portion(
    task: OperationTask,
    input: RubricChangeInput,
    place: Checkpoint,
  ): Promise<Checkpoint> {
    const { id: operationId, isDryRun } = task.operation;
    await task.report({ phase: phaseOf(task), done: place.done, total: place.total });
    const ids = await this.changed.next(input, place.after, PORTION.scripts);
    const last = ids.at(-1);
    if (last === undefined) return place;
    const scripts = isDryRun ? await this.holds.read(ids) : await this.holds.hold(ids);
    const rule = await this.rules.hold(input);
    const remarked = await this.remarked(scripts, { input, rule, revision: place.revision });
    const rows = remarked.flatMap((one) => rowOf(operationId, one) ?? []);
    await this.changed.list(rows);
    await task.addIssues(remarked.flatMap(issuesOf));
    if (!isDryRun) await this.write(task, remarked, { rule, place });
    const left = remarked.filter(({ marks }) => marks.some(({ news }) => news === null)).length;
    const next = {
      ...{ ...place, after: last, done: place.done + ids.length, changed: place.changed + rows.length },
      left: place.left + left,
    };
    await task.save({ done: next.done, total: place.total, summary: [summaryOf(next)], checkpoint: next });
    return next;
  }

  private async write(
    { operation: { id, requestedBy } }: OperationTask,
    remarked: readonly Remarked[],
    { rule, place: { now, revision } }: { rule: MarkingRule | null; place: Checkpoint },
  ): Promise<void> {
    const changes: NewChange[] = [];
    for (const { script, marks } of remarked) {
      const news = marks.flatMap(({ turn, mark, news: next }) => {
        const { rubricChoices: choices, comment, markedBy } = mark;
        if (!next || !choices) return [];
        const { points, rubricPoints, share } = next;
        return {
          ...({ kind: 'given', points, comment, cause: 'rubric', turn: turn ?? 'first' } as const),
          rubric: { revision, choices, points: rubricPoints, share },
          ...{ markedBy, markedAt: new Date(now), changedBy: requestedBy ?? markedBy },
        };
      });
      const [first] = news;
      if (!first) continue;
      const after = rule
        ? await this.giving.saveTurns(script, rule, await this.giving.turnMarks(script), news)
        : await this.giving.save(script, first);
      changes.push(markChange(script, after));
    }
    await this.changes.add(id, changes);
  }

  /** What becomes of the marks of scripts that were given by another revision of the rubric. */
  private async remarked(
    scripts: readonly LockedScript[],
    { input, rule, revision }: { input: RubricChangeInput; rule: MarkingRule | null; revision: number },
  ): Promise<Remarked[]> {
    const counted = await this.marks.contents(
      scripts.flatMap(({ id: scriptId, standing, givenRevision: number }) =>
        standing === 'marked' && number !== null ? [{ scriptId, number }] : [],
      ),
    );
    const countedOf = new Map(counted.map((mark) => [mark.scriptId, mark]));
    const remarked: Remarked[] = [];
    for (const script of scripts) {
      const present = countedOf.get(script.id);
      const given = rule ? await this.giving.turnMarks(script) : new Map<null, MarkContent>();
      const all = rule ? [...given] : present ? [[null, present] as const] : [];
      const marks = all.flatMap(([turn, mark]): RemarkedMark[] => {
        const { points, rubricPoints, rubricChoices: choices } = mark;
        if (!choices || mark.rubricRevision === revision || points === null) return [];
        const known = { points, rubricPoints, choices };
        return [{ turn, mark, news: recalculated(input.definition, known, script.maxPoints) }];
      });
      if (marks.length === 0) continue;
      const oldPoints = present?.points ?? null;
      const newPoints = rule
        ? countedAfter(script, { rule, given: given as TurnMarks, marks, oldPoints })
        : (marks[0]?.news?.points ?? oldPoints);
      remarked.push({ script, marks, oldPoints, newPoints });
    }
    return remarked;
  }
}

function countedAfter(
  { decisionRevision, maxPoints }: LockedScript,
  {
    rule,
    given,
    marks,
    oldPoints,
  }: { rule: MarkingRule; given: TurnMarks; marks: readonly RemarkedMark[]; oldPoints: string | null },
): string | null {
  if (decisionRevision !== null) return oldPoints;
  const points = new Map(turnMarksOf(given).map((mark) => [mark.turn, mark.points]));
  for (const { turn, news } of marks) if (turn && news) points.set(turn, news.points);
  const counted = countedMark(
    rule,
    [...points].map(([turn, value]) => ({ turn, points: value })),
    maxPoints,
  );
  return 'awaits' in counted ? null : counted.points;
}

function phaseOf({ operation }: OperationTask): string {
  return inEnglish(operation.isDryRun ? sentences.comparingRubric() : sentences.changingRubric());
}

function rowOf(
  operationId: string,
  { script, oldPoints, newPoints }: Remarked,
): Parameters<RubricChangesRepository['list']>[0][number] | undefined {
  if (oldPoints === null || newPoints === null || Rational.of(oldPoints).equals(newPoints)) return undefined;
  const size = Rational.of(newPoints).minus(oldPoints).abs().toDecimal(MARK_PLACES);
  return { operationId, scriptId: script.id, userId: script.userId, oldPoints, newPoints, size };
}

function issuesOf({ script, marks, oldPoints, newPoints }: Remarked): NewIssue[] {
  const of = { file: MARKS_PART, line: null, column: null, value: script.id };
  const gone = marks
    .filter(({ news }) => news === null)
    .map(({ mark: { points } }): NewIssue => {
      const message = sentences.choiceGone({ points: plainDecimal(points ?? '0') });
      return { ...of, severity: 'error', code: 'choice_gone', message };
    });
  const waits = oldPoints !== null && newPoints === null;
  return waits
    ? [...gone, { ...of, severity: 'warning', code: 'waits_again', message: sentences.waitsAgain() }]
    : gone;
}

function summaryOf({ done, changed, left }: Pick<Checkpoint, 'done' | 'changed' | 'left'>): PartCounts {
  return {
    ...{ part: MARKS_PART, read: done, changed, unchanged: done - changed - left },
    ...{ added: 0, ended: 0, refused: left },
  };
}
