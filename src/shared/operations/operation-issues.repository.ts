import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, type Repository } from 'typeorm';
import { inEnglish } from '../sentences/say';
import { type Lease, MOST_ISSUES } from './operation';
import { type NewIssue, OperationIssue } from './operation-issue.entity';
import { held } from './operation-leases.repository';
import { Operation } from './operation.entity';

/** Issues that operations have found. */
@Injectable()
export class OperationIssues {
  constructor(
    @InjectRepository(Operation) private readonly operations: Repository<Operation>,
    @InjectRepository(OperationIssue) private readonly issues: Repository<OperationIssue>,
  ) {}

  /** Deletes the issues of an earlier attempt that saved nothing. False when the lease is lost. */
  async forget(lease: Lease): Promise<boolean> {
    if ((await this.lockCount(lease)) === undefined) return false;
    await this.issues.delete({ operationId: lease.id });
    await this.operations.update({ id: lease.id }, { issueCount: 0 });
    return true;
  }

  /**
   * Continues the numbers of earlier issues, counts all, and stores the first MOST_ISSUES of the operation. Call it in a
   * transaction. False when the lease is lost.
   */
  async add(lease: Lease, issues: NewIssue[]): Promise<boolean> {
    if (issues.length === 0) return true;
    const before = await this.lockCount(lease);
    if (before === undefined) return false;
    await this.issues.insert(
      issues.slice(0, Math.max(MOST_ISSUES - before, 0)).map((issue, index) => ({
        ...issue,
        operationId: lease.id,
        seq: before + index + 1,
        message: cut(inEnglish(issue.message), 1000),
        value: issue.value === null ? null : cut(issue.value, 255),
      })),
    );
    await this.operations.update({ id: lease.id }, { issueCount: before + issues.length });
    return true;
  }

  async list(operationId: string, after: number, limit: number): Promise<OperationIssue[]> {
    return this.issues.find({
      where: { operationId, seq: MoreThan(after) },
      order: { seq: 'ASC' },
      take: limit,
    });
  }

  /** How many are stored: at most MOST_ISSUES. */
  async count(operationId: string): Promise<number> {
    return this.issues.countBy({ operationId });
  }

  /** Undefined when the lease is lost. */
  private async lockCount(lease: Lease): Promise<number | undefined> {
    const operation = await this.operations.findOne({
      select: { id: true, issueCount: true },
      where: held(lease),
      lock: { mode: 'pessimistic_write' },
    });
    return operation?.issueCount;
  }
}

/** Counts code points, as the database does. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('');
}
