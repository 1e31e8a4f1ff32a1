import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../../../shared/errors/domain-error';
import { DomainEvents } from '../../../shared/events/domain-events';
import type { LoggedChange } from '../../../shared/operations/operation-changes';
import { OperationReversals } from '../../../shared/operations/operation-reversals.service';
import { OperationsRepository } from '../../../shared/operations/operations.repository';
import type { ReversalFacts, ReversedChange, Reverter } from '../../../shared/operations/reversal';
import type { Sentence } from '../../../shared/sentences/sentence';
import { AccountsMerged, RosterLinkChanged } from '../identity.events';
import { AccountMergesRepository, type Mergeable } from './account-merges.repository';
import type { LoggedMerge } from './merge-log';
import { MergeParts } from './merge-parts';
import { emptied, givenBack } from './merge-rules';
import { MergedRows } from './merged-rows';
import { sentences } from './merges.sentences';
import { ACCOUNT_MERGE } from './merges.service';

/**
 * Takes a merge of accounts back: courses and work that moved go back to the duplicate, with what was done in them since, and it
 * can sign in as before. It cannot be reversed itself: merge the accounts again.
 */
@Injectable()
export class MergeReversal implements Reverter, OnModuleInit {
  readonly permission = 'accounts.manage';
  readonly exclusiveWith = ACCOUNT_MERGE;
  readonly changesAtOnce = 1;

  constructor(
    private readonly merges: AccountMergesRepository,
    private readonly rows: MergedRows,
    private readonly parts: MergeParts,
    private readonly operations: OperationsRepository,
    private readonly reversals: OperationReversals,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.reversals.register(ACCOUNT_MERGE, this);
  }

  async reverse(changes: readonly LoggedChange[], facts: ReversalFacts): Promise<ReversedChange[]> {
    const results: ReversedChange[] = [];
    for (const { after } of changes)
      results.push(await this.reverseOne(after as unknown as LoggedMerge, facts));
    return results;
  }

  private async reverseOne(
    log: LoggedMerge,
    { operationId, now, isDryRun }: ReversalFacts,
  ): Promise<ReversedChange> {
    const reversal = await this.operations.find(operationId);
    const original = reversal && (await this.reversals.originalOf(reversal));
    const { kept, duplicate } = await this.merges.lock(log);
    const merge = original && (await this.merges.find(original.id));
    if (!kept || !duplicate || !merge || merge.reversedAt !== null)
      return left('reversed_before', sentences.reversedBefore(), log);
    if (await this.merges.hasErased(log)) return left('erased', sentences.erasedSince(), log);
    const why = await this.inTheWayOf(log.keptId);
    if (why) return left(why.code, sentences.cannotReverse({ why: why.detail }), log);
    if (isDryRun) return { outcome: 'restored' };
    const by = reversal?.requestedBy ?? null;
    await this.rows.reverse(log, log);
    await this.giveBack(log, kept, duplicate, now);
    await this.parts.reverse(log, log.parts, { isDryRun, by, now });
    await this.merges.markReversed(merge.id, by, now);
    await this.events.publish(new AccountsMerged(log.keptId, log.duplicateId));
    return { outcome: 'restored' };
  }

  private async giveBack(log: LoggedMerge, kept: Mergeable, duplicate: Mergeable, now: Date): Promise<void> {
    const back = givenBack(log.taken, kept, duplicate);
    if (Object.keys(back).length > 0) await this.merges.change(kept.id, emptied(back), now);
    const disabledAt = log.suspendedAt === null ? null : new Date(log.suspendedAt);
    await this.merges.change(duplicate.id, { ...back, disabledAt }, now);
    if (back.sourcedId !== undefined) await this.events.publish(new RosterLinkChanged(duplicate.id));
  }

  private async inTheWayOf(userId: string): Promise<DomainError | undefined> {
    try {
      await this.parts.requireNone(userId);
      return undefined;
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }
}

function left(code: string, message: Sentence, { duplicateId }: LoggedMerge): ReversedChange {
  return { outcome: 'left', remark: { code, message, value: duplicateId } };
}
