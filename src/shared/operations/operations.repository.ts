import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThan, Not, type Repository } from 'typeorm';
import { isDuplicateKey } from '../database/constraint-errors';
import { Conditions } from '../database/conditions';
import { countUpTo } from '../database/count-up-to';
import { Database } from '../database/database';
import { toBinary } from '../database/ids';
import { FINISHED_STATUSES } from './operation';
import { type ListedOperation, type NewOperation, Operation } from './operation.entity';

@Injectable()
export class OperationsRepository {
  constructor(
    @InjectRepository(Operation) private readonly operations: Repository<Operation>,
    private readonly database: Database,
  ) {}

  /** False when another operation with the exclusive key is queued or running. */
  async add(id: string, operation: NewOperation, exclusiveKey: string | null, now: Date): Promise<boolean> {
    const { subject } = operation;
    return unlessTaken(() =>
      this.operations.insert({
        ...operation,
        id,
        status: 'queued',
        exclusiveKey,
        subject: subject.slice(0, 255),
        createdAt: now,
        heartbeatAt: now,
      }),
    );
  }

  async find(id: string): Promise<Operation | null> {
    return this.operations.createQueryBuilder('o').addSelect('o.checkpoint').where({ id }).getOne();
  }

  /** The newest first, from before the given id: of one person, or of all where `requestedBy` is undefined. */
  async list(
    requestedBy: string | undefined,
    before: string | undefined,
    limit: number,
  ): Promise<ListedOperation[]> {
    return this.operations.find({
      where: {
        ...(requestedBy === undefined ? {} : { requestedBy }),
        ...(before === undefined ? {} : { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** How many there are of one person, or of all; counted up to `most`. */
  async count(requestedBy: string | undefined, most: number): Promise<number> {
    const chosen = new Conditions();
    if (requestedBy !== undefined) chosen.add('o.requested_by = ?', toBinary(requestedBy));
    const sql = `SELECT o.id FROM operations o WHERE ${chosen.sql}`;
    return countUpTo(this.database, most, sql, chosen.params);
  }

  /** Ids of the operations of the kind that wait for a confirmation. */
  async waiting(kind: string): Promise<string[]> {
    const where = { kind, status: 'needs_confirmation' as const };
    const waiting = await this.operations.find({ select: { id: true }, where });
    return waiting.map(({ id }) => id);
  }

  /**
   * Queues an operation that waits for a confirmation, now confirmed. `not_waiting` when it does not wait, `taken` when
   * another operation of an exclusive kind is queued or running.
   */
  async confirm(id: string, isExclusive: boolean, now: Date): Promise<'queued' | 'not_waiting' | 'taken'> {
    let isChanged = false;
    const isFree = await unlessTaken(async () => {
      const { affected } = await this.operations.update(
        { id, status: 'needs_confirmation' },
        {
          status: 'queued',
          isConfirmed: true,
          exclusiveKey: isExclusive ? () => 'kind' : null,
          attempts: 0,
          progressDone: 0,
          heartbeatAt: now,
        },
      );
      isChanged = affected === 1;
    });
    if (!isFree) return 'taken';
    return isChanged ? 'queued' : 'not_waiting';
  }

  /** False when it has finished already. */
  async cancel(id: string, now: Date): Promise<boolean> {
    const { affected } = await this.operations.update(
      { id, status: In(['queued', 'running', 'needs_confirmation']) },
      { status: 'cancelled', exclusiveKey: null, phase: null, finishedAt: now },
    );
    return affected === 1;
  }

  /** Fails operations that have waited for a confirmation since before the instant; a few at a time. */
  async failWaitingSince(instant: Date, error: { code: string; detail: string }, now: Date): Promise<void> {
    await this.operations
      .createQueryBuilder()
      .update()
      .set({ status: 'failed', finishedAt: now, errorCode: error.code, errorDetail: error.detail })
      .where({ status: 'needs_confirmation', heartbeatAt: LessThan(instant) })
      .limit(20)
      .execute();
  }

  /** Those of the ids whose operation is still to run, or is running. */
  async unfinishedOf(ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const unfinished = await this.operations.find({
      select: { id: true },
      where: { id: In([...ids]), status: Not(In([...FINISHED_STATUSES])) },
    });
    return new Set(unfinished.map(({ id }) => id));
  }

  /** Deletes them with their issues; a few at a time. Named SQL, because TypeORM's DELETE has no LIMIT. */
  async deleteFinishedBefore(instant: Date): Promise<void> {
    await this.database.run('DELETE FROM operations WHERE finished_at < ? LIMIT 20', [instant]);
  }
}

/** False when the work met the unique key of exclusive operations. */
async function unlessTaken(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isDuplicateKey(error, 'uq_operations_exclusive')) return false;
    throw error;
  }
}
