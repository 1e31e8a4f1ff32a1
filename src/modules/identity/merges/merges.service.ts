import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { OperationChanges } from '../../../shared/operations/operation-changes.repository';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import type { Operation } from '../../../shared/operations/operation.entity';
import { inEnglish } from '../../../shared/sentences/say';
import { AccountsMerged, RosterLinkChanged } from '../identity.events';
import { OwnAccountError, UserNotFoundError } from '../identity.errors';
import { LegalHoldsService } from '../legal-holds/legal-holds.service';
import { SessionsRepository } from '../sessions/sessions.repository';
import { SignInCodesRepository } from '../sign-in-codes/sign-in-codes.repository';
import { UsersRepository } from '../users/users.repository';
import type { AccountMerge } from './account-merge.entity';
import { AccountMergesRepository, type Mergeable } from './account-merges.repository';
import type { MergeAccountDto } from './dto/merge.dto';
import { MergeParts, type MergePair, type MergeTerms } from './merge-parts';
import { emptied, takenOver, whyNotMerge } from './merge-rules';
import { MergedRows } from './merged-rows';
import { NoSuchDuplicateError } from './merges.errors';
import { type LoggedMerge, MERGED_ACCOUNTS } from './merge-log';
import { sentences } from './merges.sentences';

export const ACCOUNT_MERGE = 'account_merge';

export interface MergeInput extends MergePair {
  reason: string | null;
}

/**
 * Merges two accounts of one person: an operation that moves courses and work from the duplicate to the account that is kept, in
 * one transaction, so that nobody ever sees half of it. It can be reversed (`MergeReversal`).
 */
@Injectable()
export class MergesService implements OperationHandler, OnModuleInit {
  readonly isExclusive = true;

  constructor(
    private readonly merges: AccountMergesRepository,
    private readonly rows: MergedRows,
    private readonly parts: MergeParts,
    private readonly holds: LegalHoldsService,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly codes: SignInCodesRepository,
    private readonly changes: OperationChanges,
    private readonly runner: OperationRunner,
    private readonly events: DomainEvents,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(ACCOUNT_MERGE, this);
  }

  /**
   * Merges the duplicate into the account, or tells what that would do.
   *
   * @throws UserNotFoundError, NoSuchDuplicateError, OwnAccountError, NotMergeableError, AccountMergedError,
   * LegalHoldError, OperationRunningError and what is in the way
   */
  async start(caller: Caller, keptId: string, dto: MergeAccountDto): Promise<Operation> {
    const { duplicateUsername, reason = null, dryRun = false } = dto;
    if (!(await this.users.find(keptId))) throw new UserNotFoundError();
    const duplicate = await this.users.findByUsername(duplicateUsername);
    if (!duplicate) throw new NoSuchDuplicateError();
    if (duplicate.id === caller.userId) throw new OwnAccountError();
    const pair = { keptId, duplicateId: duplicate.id };
    await this.transactions.run(() => this.locked(pair));
    const input: MergeInput = { ...pair, reason };
    return this.runner.start({
      ...{ kind: ACCOUNT_MERGE, subject: `users/${keptId}`, requestedBy: caller.userId, input },
      ...{ isDryRun: dryRun, isConfirmed: false },
    });
  }

  /** In which the account is one of the two, newest first. Throws UserNotFoundError. */
  async of(userId: string): Promise<AccountMerge[]> {
    if (!(await this.users.find(userId))) throw new UserNotFoundError();
    return this.merges.of(userId);
  }

  async run(task: OperationTask): Promise<OperationOutcome> {
    const { input, isDryRun, requestedBy, id, checkpoint } = task.operation;
    // Merged by a process that ended before it could say so.
    if (checkpoint) return 'done';
    const { keptId, duplicateId, reason } = input as MergeInput;
    const pair = { keptId, duplicateId };
    const terms: MergeTerms = { isDryRun, by: requestedBy, now: this.clock.now() };
    await this.transactions.run(async () => {
      const phase = inEnglish(isDryRun ? sentences.counting() : sentences.merging());
      await task.report({ phase, done: 0, total: 1 });
      const accounts = await this.locked(pair);
      const log = await this.merge(task, pair, terms, accounts);
      if (!isDryRun) {
        const { now: mergedAt, by: mergedBy } = terms;
        await this.merges.insert({
          ...{ id, ...pair, reason, mergedBy, mergedAt, reversedBy: null, reversedAt: null },
        });
        // Under the account that is kept: the log has what it took over.
        const change = { part: MERGED_ACCOUNTS, rowId: keptId, action: 'changed', before: null } as const;
        await this.changes.add(id, [{ ...change, after: { ...log } }]);
      }
      await task.save({ done: 1, total: 1, summary: task.summary, checkpoint: { isMerged: true } });
    });
    return 'done';
  }

  private async merge(
    task: OperationTask,
    pair: MergePair,
    terms: MergeTerms,
    { kept, duplicate }: { kept: Mergeable; duplicate: Mergeable },
  ): Promise<LoggedMerge> {
    const { keptId, duplicateId } = pair;
    const taken = takenOver(kept, duplicate);
    if (!terms.isDryRun) {
      await this.users.suspend(duplicateId, terms.now);
      await this.sessions.endAll(duplicateId, 'suspended', terms.now);
      await this.codes.end([duplicateId], 'suspended', terms.now);
      if (Object.keys(taken).length > 0) {
        await this.merges.change(duplicateId, emptied(taken), terms.now);
        await this.merges.change(keptId, taken, terms.now);
        if (taken.sourcedId !== undefined) await this.events.publish(new RosterLinkChanged(keptId));
      }
    }
    const moved = await this.rows.merge(pair, terms.isDryRun);
    const { logs, issues } = await this.parts.merge(pair, terms);
    await task.addIssues([...moved.issues, ...issues]);
    task.summary = moved.summary;
    if (!terms.isDryRun) await this.events.publish(new AccountsMerged(keptId, duplicateId));
    const { disabledAt } = duplicate;
    return { ...pair, ...moved.moved, taken, suspendedAt: disabledAt?.toISOString() ?? null, parts: logs };
  }

  /** Both accounts, locked, and fit to be merged. */
  private async locked(pair: MergePair): Promise<{ kept: Mergeable; duplicate: Mergeable }> {
    const { kept, duplicate } = await this.merges.lock(pair);
    if (!kept) throw new UserNotFoundError();
    if (!duplicate) throw new NoSuchDuplicateError();
    const why = whyNotMerge({
      ...{ kept, duplicate },
      keptInto: await this.merges.into(pair.keptId),
      duplicateInto: await this.merges.into(pair.duplicateId),
      hasErased: await this.merges.hasErased(pair),
      areRelated: await this.merges.areRelated(pair),
    });
    if (why) throw why;
    for (const userId of [pair.keptId, pair.duplicateId]) await this.holds.requireNone(userId);
    await this.parts.requireNone(pair.duplicateId);
    return { kept, duplicate };
  }
}
