import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import type { LoggedChange } from '../../../../shared/operations/operation-changes';
import { OperationReversals } from '../../../../shared/operations/operation-reversals.service';
import type { ReversalFacts, ReversedChange, Reverter } from '../../../../shared/operations/reversal';
import { CourseAccess } from '../../../courses';
import { MarkReversal } from '../../marks/mark-reversal';
import { QuestionRubricsRepository } from '../question-rubrics.repository';
import { sentences } from '../rubrics.sentences';
import { exclusiveKeyOf, RUBRIC_CHANGE, type RubricChangeInput } from './rubric-change-input';
import { PORTION } from './rubric-change-run';

/** Which revision of its rubric a question is marked by. */
interface RubricState {
  activityId: string;
  revision: number | null;
}

/** Gives a question the rubric back that it had before a change, and scripts their marks. */
@Injectable()
export class RubricChangeReversal implements Reverter, OnModuleInit {
  readonly permission = 'marks.reverse';
  readonly exclusiveWith = null;

  constructor(
    private readonly used: QuestionRubricsRepository,
    private readonly marks: MarkReversal,
    private readonly reversals: OperationReversals,
    private readonly access: CourseAccess,
  ) {}

  get changesAtOnce(): number {
    return PORTION.scripts;
  }

  onModuleInit(): void {
    this.reversals.register(RUBRIC_CHANGE, this);
  }

  async mayReverse(caller: Caller, input: object): Promise<void> {
    await this.access.course(caller, (input as RubricChangeInput).courseId, 'rubrics.change');
  }

  exclusiveKeyFor(input: object): string {
    return exclusiveKeyOf(input as RubricChangeInput);
  }

  reverse(changes: readonly LoggedChange[], facts: ReversalFacts): Promise<ReversedChange[]> {
    return this.marks.reverse(changes, facts, (change) => this.reverseRubric(change, facts));
  }

  private async reverseRubric(
    { part, rowId: itemId, before, after }: LoggedChange,
    { isDryRun, now }: ReversalFacts,
  ): Promise<ReversedChange> {
    const [{ activityId, revision }, was] = [before, after].map(
      (state) => state as unknown as RubricState,
    ) as [RubricState, RubricState];
    const key = { activityId, itemId };
    const row = await this.used.lock(key);
    if (row?.revision !== was.revision)
      return {
        outcome: 'left',
        remark: { code: 'changed_since', message: sentences.rubricChangedSince(), value: itemId },
      };
    if (!isDryRun) await this.used.update(key, { ...row, revision }, now);
    return {
      outcome: 'restored',
      change: { part, rowId: itemId, action: 'changed', before: { ...was }, after: { activityId, revision } },
    };
  }
}
