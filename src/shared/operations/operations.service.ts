import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller';
import { RoleNeededError } from '../auth/auth.errors';
import { may, rolesFor } from '../auth/permissions';
import {
  type CursorQuery,
  decodeCursor,
  decodeIdCursor,
  type Page,
  toPage,
  withTotal,
} from '../http/pagination';
import type { LoggedChange } from './operation-changes';
import { OperationChanges } from './operation-changes.repository';
import type { OperationIssue } from './operation-issue.entity';
import { OperationIssues } from './operation-issues.repository';
import { OperationReversals, type ReversalRequest } from './operation-reversals.service';
import { OperationRunner } from './operation-runner';
import type { ListedOperation, Operation } from './operation.entity';
import { OperationNotFoundError } from './operations.errors';
import { OperationsRepository } from './operations.repository';

/** Operations for the people who started them, and for administrators. */
@Injectable()
export class OperationsService {
  constructor(
    private readonly operations: OperationsRepository,
    private readonly found: OperationIssues,
    private readonly changes: OperationChanges,
    private readonly reversals: OperationReversals,
    private readonly runner: OperationRunner,
  ) {}

  async list(caller: Caller, query: CursorQuery): Promise<Page<ListedOperation>> {
    const { limit, cursor } = query;
    const before = cursor === undefined ? undefined : decodeIdCursor(cursor)[0];
    const owner = may(caller, 'operations.see_all').granted ? undefined : caller.userId;
    const rows = await this.operations.list(owner, before, limit + 1);
    const page = toPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => row,
    );
    return withTotal(page, query, (most) => this.operations.count(owner, most));
  }

  /** Throws OperationNotFoundError for everybody else's, too. */
  async find(caller: Caller, id: string): Promise<Operation> {
    const operation = await this.operations.find(id);
    if (!operation || (operation.requestedBy !== caller.userId && !may(caller, 'operations.see_all').granted))
      throw new OperationNotFoundError();
    return operation;
  }

  async issues(caller: Caller, id: string, query: CursorQuery): Promise<Page<OperationIssue>> {
    const { limit, cursor } = query;
    await this.find(caller, id);
    const after = cursor === undefined ? 0 : Number(decodeCursor(cursor, 1)[0]);
    const rows = await this.found.list(id, Number.isSafeInteger(after) ? after : 0, limit + 1);
    const page = toPage(
      rows,
      limit,
      ({ seq }) => [seq],
      (row) => row,
    );
    return withTotal(page, query, () => this.found.count(id));
  }

  async confirm(caller: Caller, id: string): Promise<Operation> {
    return this.runner.confirm(await this.find(caller, id));
  }

  /** In the order in which they were made. */
  async changesOf(caller: Caller, id: string, query: CursorQuery): Promise<Page<LoggedChange>> {
    const { limit, cursor } = query;
    await this.find(caller, id);
    const after = cursor === undefined ? 0 : Number(decodeCursor(cursor, 1)[0]);
    const rows = await this.changes.list(id, Number.isSafeInteger(after) ? after : 0, limit + 1);
    const page = toPage(
      rows,
      limit,
      ({ seq }) => [seq],
      (row) => row,
    );
    return withTotal(page, query, (most) => this.changes.countUpTo(id, most));
  }

  /** Throws NotReversibleError, RoleNeededError and what OperationReversals.start throws. */
  async reverse(
    caller: Caller,
    id: string,
    request: Omit<ReversalRequest, 'requestedBy'>,
  ): Promise<Operation> {
    const operation = await this.find(caller, id);
    const reverter = this.reversals.reverterOf(this.reversals.kindOf(operation));
    if (reverter && !may(caller, reverter.permission).granted)
      throw new RoleNeededError(rolesFor(reverter.permission));
    if (reverter?.mayReverse)
      await reverter.mayReverse(caller, (await this.reversals.originalOf(operation)).input);
    return this.reversals.start(operation, { ...request, requestedBy: caller.userId });
  }

  async cancel(caller: Caller, id: string): Promise<void> {
    await this.runner.cancel(await this.find(caller, id));
  }
}
