import { isDeepStrictEqual } from 'node:util';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { nullablePlainDecimal } from '../../../../shared/decimals/plain-decimal';
import type { LoggedChange } from '../../../../shared/operations/operation-changes';
import { OperationReversals } from '../../../../shared/operations/operation-reversals.service';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import type { NewOperation, Operation } from '../../../../shared/operations/operation.entity';
import type { ReversalFacts, ReversedChange, Reverter } from '../../../../shared/operations/reversal';
import { CourseAccess } from '../../../courses';
import { MarkedWorks } from '../../marked-work';
import { MarkReversal } from '../../marks/mark-reversal';
import type { ItemKey } from '../../rubrics/question-rubrics.repository';
import { NotMarkedByHandError } from '../../rubrics/rubrics.errors';
import { type ChangeMarkingRuleDto, toRule } from '../dto/marking-rule.dto';
import type { MarkingRule } from '../marking-rule';
import { MarkingRulesRepository, ruleOf } from '../marking-rules.repository';
import { sentences } from '../second-marking.sentences';
import { exclusiveKeyOf, MARKING_RULE_CHANGE, type RuleChangeInput } from './rule-change-input';
import { PORTION, RuleChangeRun } from './rule-change-run';

/** Changes how a question is marked of which scripts have marks: an operation, and its reversal. */
@Injectable()
export class RuleChangesService implements OperationHandler, Reverter, OnModuleInit {
  readonly isExclusive = false;
  readonly permission = 'marks.reverse';
  readonly exclusiveWith = null;

  constructor(
    private readonly runner: OperationRunner,
    private readonly reversals: OperationReversals,
    private readonly rules: MarkingRulesRepository,
    private readonly changeRun: RuleChangeRun,
    private readonly marks: MarkReversal,
    private readonly works: MarkedWorks,
    private readonly access: CourseAccess,
  ) {}

  get changesAtOnce(): number {
    return PORTION.scripts;
  }

  onModuleInit(): void {
    this.runner.register(MARKING_RULE_CHANGE, this);
    this.reversals.register(MARKING_RULE_CHANGE, this);
  }

  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string {
    return exclusiveKeyOf(input as RuleChangeInput);
  }

  exclusiveKeyFor(input: object): string {
    return exclusiveKeyOf(input as RuleChangeInput);
  }

  run(task: OperationTask): Promise<OperationOutcome> {
    return this.changeRun.run(task);
  }

  /** Throws NotMarkedByHandError and OperationRunningError. */
  async start(caller: Caller, key: ItemKey, dto: ChangeMarkingRuleDto): Promise<Operation> {
    const { courseId, activity } = await this.access.activity(caller, key.activityId, 'rubrics.change');
    if (!(await this.works.work.isMarkedByHand(key.activityId, key.itemId))) throw new NotMarkedByHandError();
    const rule = dto.method === null ? null : toRule({ ...dto, method: dto.method });
    const input: RuleChangeInput = { ...key, courseId, rule };
    return this.runner.start({
      ...{ kind: MARKING_RULE_CHANGE, subject: activity.title, requestedBy: caller.userId, input },
      ...{ isDryRun: dto.dryRun ?? false, isConfirmed: false },
    });
  }

  async mayReverse(caller: Caller, input: object): Promise<void> {
    await this.access.course(caller, (input as RuleChangeInput).courseId, 'rubrics.change');
  }

  reverse(changes: readonly LoggedChange[], facts: ReversalFacts): Promise<ReversedChange[]> {
    return this.marks.reverse(changes, facts, (change) => this.reverseRule(change, facts));
  }

  private async reverseRule(
    { part, rowId: itemId, before, after }: LoggedChange,
    { isDryRun, now }: ReversalFacts,
  ): Promise<ReversedChange> {
    const [earlier, later] = [before, after] as unknown as Record<'activityId', string>[] &
      { rule: MarkingRule | null }[];
    const { activityId } = later!;
    const rule = earlier!.rule;
    const key = { activityId, itemId };
    const present = ruleOf(await this.rules.lock(key));
    if (!isDeepStrictEqual(normal(present), normal(later!.rule)))
      return {
        outcome: 'left',
        remark: { code: 'changed_since', message: sentences.ruleChangedSince(), value: itemId },
      };
    if (!isDryRun) await this.rules.update(key, rule, now);
    const change = { part, rowId: itemId, action: 'changed' } as const;
    return {
      outcome: 'restored',
      change: { ...change, before: { activityId, rule: present }, after: { activityId, rule } },
    };
  }
}

function normal(rule: MarkingRule | null): unknown {
  return rule && { ...rule, thirdAbove: nullablePlainDecimal(rule.thirdAbove) };
}
