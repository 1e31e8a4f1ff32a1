import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../shared/clock/clock';
import { Transactions } from '../../../../shared/database/transactions';
import { plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import type { PartCounts } from '../../../../shared/operations/operation';
import { OperationChanges } from '../../../../shared/operations/operation-changes.repository';
import type { NewIssue } from '../../../../shared/operations/operation-issue.entity';
import type { OperationOutcome } from '../../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import { inEnglish } from '../../../../shared/sentences/say';
import { MarkGiving } from '../../marks/mark-giving';
import { MARK_PLACES } from '../../marks/mark-rules';
import { markChange, MARKS_PART } from '../../marks/mark-reversal';
import { type MarkContent, MarksRepository } from '../../marks/marks.repository';
import { ScriptHolds } from '../../scripts/script-holds';
import type { LockedScript } from '../../scripts/script-records';
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

/** A script with its mark, and what the mark becomes; null: it stays as it is. */
interface Remarked {
  script: LockedScript;
  mark: MarkContent & { points: string };
  news: { points: string; rubricPoints: string } | null;
}

/** Marks the scripts of a question again by a changed rubric, some in a transaction, or says what it would change. */
@Injectable()
export class RubricChangeRun {
  constructor(
    private readonly changed: RubricChangesRepository,
    private readonly used: QuestionRubricsRepository,
    private readonly holds: ScriptHolds,
    private readonly marks: MarksRepository,
    private readonly giving: MarkGiving,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(task: OperationTask): Promise<OperationOutcome> {
    const input = task.operation.input as RubricChangeInput;
    let place = (task.operation.checkpoint as Checkpoint | null) ?? (await this.begin(task, input));
    task.summary = [summaryOf(place)];
    for (let isMore = true; isMore;) {
      const next = await this.transactions.run(() => this.portion(task, input, place));
      isMore = next.after !== place.after;
      place = next;
      task.summary = [summaryOf(place)];
    }
    return place.left > 0 ? 'partly_done' : 'done';
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
    const remarked = await this.remarked(scripts, input, place.revision);
    const others = remarked.filter(({ mark, news }) => news !== null && isOther(mark.points, news.points));
    await this.changed.list(others.map((one) => rowOf(operationId, one)));
    await task.addIssues(remarked.filter(({ news }) => news === null).map(issueOf));
    if (!isDryRun) await this.write(task, remarked, place);
    const next = {
      ...{ ...place, after: last, done: place.done + ids.length, changed: place.changed + others.length },
      left: place.left + remarked.filter(({ news }) => news === null).length,
    };
    await task.save({ done: next.done, total: place.total, summary: [summaryOf(next)], checkpoint: next });
    return next;
  }

  private async write(
    { operation: { id, requestedBy } }: OperationTask,
    remarked: readonly Remarked[],
    { now, revision }: Checkpoint,
  ): Promise<void> {
    const written = remarked.filter(({ news }) => news !== null);
    for (const { script, mark, news } of written) {
      const { rubricChoices, comment } = mark;
      if (!news || !rubricChoices) continue;
      await this.giving.save(script, {
        ...{ kind: 'given', points: news.points, comment, cause: 'rubric' },
        rubric: { revision, choices: rubricChoices, points: news.rubricPoints },
        ...{ markedBy: requestedBy ?? mark.markedBy, markedAt: new Date(now) },
      });
    }
    await this.changes.add(
      id,
      written.map(({ script }) => markChange(script.id, script.givenRevision, script.version + 1)),
    );
  }

  /** What becomes of the marks of scripts that were given by another revision of the rubric. */
  private async remarked(
    scripts: readonly LockedScript[],
    { definition }: RubricChangeInput,
    revision: number,
  ): Promise<Remarked[]> {
    const marks = await this.marks.contents(
      scripts.flatMap(({ id: scriptId, standing, givenRevision: number }) =>
        standing === 'marked' && number !== null ? [{ scriptId, number }] : [],
      ),
    );
    const byScript = new Map(marks.map((mark) => [mark.scriptId, mark]));
    return scripts.flatMap((script): Remarked[] => {
      const mark = byScript.get(script.id);
      if (!mark?.rubricChoices || mark.rubricRevision === revision || mark.points === null) return [];
      const { points, rubricPoints, rubricChoices: choices } = mark;
      const news = recalculated(definition, { points, rubricPoints, choices }, script.maxPoints);
      return [{ script, mark: { ...mark, points }, news }];
    });
  }
}

function phaseOf({ operation }: OperationTask): string {
  return inEnglish(operation.isDryRun ? sentences.comparingRubric() : sentences.changingRubric());
}

function isOther(one: string, other: string): boolean {
  return !Rational.of(one).equals(other);
}

function rowOf(
  operationId: string,
  { script, mark, news }: Remarked,
): Parameters<RubricChangesRepository['list']>[0][number] {
  const [oldPoints, newPoints] = [mark.points, news?.points ?? mark.points];
  const size = Rational.of(newPoints).minus(oldPoints).abs().toDecimal(MARK_PLACES);
  return { operationId, scriptId: script.id, userId: script.userId, oldPoints, newPoints, size };
}

function issueOf({ script, mark }: Remarked): NewIssue {
  return {
    ...{ severity: 'error', file: MARKS_PART, line: null, column: null },
    ...{ code: 'choice_gone', message: sentences.choiceGone({ points: plainDecimal(mark.points) }) },
    value: script.id,
  };
}

function summaryOf({ done, changed, left }: Pick<Checkpoint, 'done' | 'changed' | 'left'>): PartCounts {
  return {
    ...{ part: MARKS_PART, read: done, changed, unchanged: done - changed - left },
    ...{ added: 0, ended: 0, refused: left },
  };
}
