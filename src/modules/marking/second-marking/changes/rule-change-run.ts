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
import type { Sentence } from '../../../../shared/sentences/sentence';
import { inEnglish } from '../../../../shared/sentences/say';
import { MarkGiving } from '../../marks/mark-giving';
import { markChange, MARKS_PART } from '../../marks/mark-reversal';
import { MarksRepository } from '../../marks/marks.repository';
import { ScriptHolds } from '../../scripts/script-holds';
import type { LockedScript } from '../../scripts/script-records';
import { countedMark } from '../marking-rule';
import { MarkingRulesRepository, ruleOf } from '../marking-rules.repository';
import { sentences } from '../second-marking.sentences';
import { turnMarksOf } from '../turn-marks';
import { type RuleChangeInput, RULES_PART } from './rule-change-input';
import { RuleChangesRepository } from './rule-changes.repository';

/** How many scripts one transaction takes. A test of processes that crash makes it fewer. */
export const PORTION = { scripts: 20 };

/** What a run saves with each transaction. */
interface Checkpoint {
  /** The instant of all changes. */
  now: string;
  total: number;
  /** The scripts up to this one are done. */
  after: string | null;
  done: number;
  changed: number;
}

/** Has what counts of the scripts of a question follow from their marks by a changed rule, or says what would change. */
@Injectable()
export class RuleChangeRun {
  constructor(
    private readonly changed: RuleChangesRepository,
    private readonly rules: MarkingRulesRepository,
    private readonly holds: ScriptHolds,
    private readonly marks: MarksRepository,
    private readonly giving: MarkGiving,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(task: OperationTask): Promise<OperationOutcome> {
    const input = task.operation.input as RuleChangeInput;
    await inPortions<Checkpoint>(task, this.transactions, {
      begin: () => this.begin(task, input),
      next: (place) => this.portion(task, input, place),
      summaryOf,
    });
    return 'done';
  }

  /** From then on, new marks follow the changed rule; those that were given before are found after it. */
  private async begin(task: OperationTask, input: RuleChangeInput): Promise<Checkpoint> {
    const now = this.clock.now();
    const total = await this.changed.countOf(input);
    return this.transactions.run(async () => {
      await task.report({ phase: phaseOf(task), done: 0, total });
      await task.startAfresh();
      if (!task.operation.isDryRun) await this.putRule(task.operation.id, input, now);
      const place = { now: now.toISOString(), total, after: null, done: 0, changed: 0 };
      await task.save({ done: 0, total, summary: [summaryOf(place)], checkpoint: place });
      return place;
    });
  }

  private async putRule(
    operationId: string,
    { courseId, rule, activityId, itemId }: RuleChangeInput,
    now: Date,
  ): Promise<void> {
    const key = { activityId, itemId };
    await this.rules.make({ ...key, courseId }, now);
    const before = { activityId, rule: ruleOf(await this.rules.lock(key)) };
    await this.rules.update(key, rule, now);
    const log = { part: RULES_PART, rowId: itemId, action: 'changed', before, after: { activityId, rule } };
    await this.changes.add(operationId, [log as NewChange]);
  }

  /** The next scripts, in the transaction that is running; the same place where there are none. */
  private async portion(task: OperationTask, input: RuleChangeInput, place: Checkpoint): Promise<Checkpoint> {
    const { id: operationId, isDryRun, requestedBy } = task.operation;
    await task.report({ phase: phaseOf(task), done: place.done, total: place.total });
    const ids = await this.changed.next(input, place.after, PORTION.scripts);
    const last = ids.at(-1);
    if (last === undefined) return place;
    const scripts = isDryRun ? await this.holds.read(ids) : await this.holds.hold(ids);
    const before = await this.pointsOf(scripts);
    const issues: NewIssue[] = [];
    const changes: NewChange[] = [];
    for (const script of scripts) {
      const given = await this.giving.turnMarks(script);
      if (given.size === 0) continue;
      const [first] = given.values();
      const counted = input.rule
        ? countedMark(input.rule, turnMarksOf(given), script.maxPoints)
        : { points: first!.points! };
      const points = 'awaits' in counted ? null : counted.points;
      const old = before.get(script.id) ?? null;
      if (script.decisionRevision === null && !isSame(old, points)) issues.push(issueOf(script, old, points));
      if (isDryRun) continue;
      const markedBy = requestedBy ?? first!.markedBy;
      const known = { ...script, version: script.version + 1, ...firstOf(script) };
      const after = await this.giving.follow(known, input.rule, { markedBy, markedAt: new Date(place.now) });
      changes.push(markChange(script, after));
    }
    await task.addIssues(issues);
    if (changes.length > 0) await this.changes.add(operationId, changes);
    const next = {
      ...{ ...place, after: last, done: place.done + ids.length },
      changed: place.changed + issues.length,
    };
    await task.save({ done: next.done, total: place.total, summary: [summaryOf(next)], checkpoint: next });
    return next;
  }

  private async pointsOf(scripts: readonly LockedScript[]): Promise<Map<string, string | null>> {
    const contents = await this.marks.contents(
      scripts.flatMap(({ id: scriptId, standing, givenRevision: number }) =>
        standing === 'marked' && number !== null ? [{ scriptId, number }] : [],
      ),
    );
    return new Map(contents.map(({ scriptId, points }) => [scriptId, points]));
  }
}

/** What was given before there were several markers becomes the mark of the first. */
function firstOf({
  firstRevision,
  secondRevision,
  thirdRevision,
  decisionRevision,
  givenRevision,
}: LockedScript): Pick<LockedScript, 'firstRevision'> {
  const isOlder = [secondRevision, thirdRevision, decisionRevision].every((at) => at === null);
  return { firstRevision: firstRevision ?? (isOlder ? givenRevision : null) };
}

function isSame(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return Rational.of(one).equals(other);
}

function issueOf({ id }: LockedScript, old: string | null, points: string | null): NewIssue {
  const said = (value: string | null): Sentence | string =>
    value === null ? sentences.noMark() : plainDecimal(value);
  return {
    ...{ severity: 'warning', file: MARKS_PART, line: null, column: null, value: id },
    code: points === null ? 'waits_again' : 'mark_changes',
    message: sentences.markBecomes({ old: said(old), points: said(points) }),
  };
}

function phaseOf({ operation }: OperationTask): string {
  return inEnglish(operation.isDryRun ? sentences.comparing() : sentences.changing());
}

function summaryOf({ done, changed }: Pick<Checkpoint, 'done' | 'changed'>): PartCounts {
  return {
    ...{ part: MARKS_PART, read: done, changed, unchanged: done - changed },
    ...{ added: 0, ended: 0, refused: 0 },
  };
}
