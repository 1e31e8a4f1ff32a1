import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type QueryDeepPartialEntity, type Repository } from 'typeorm';
import type { Lease, OperationStatus } from './operation';
import { Operation, type OperationSign } from './operation.entity';

/** The progress of a running operation. */
export interface OperationNews {
  phase: string;
  done: number;
  total: number | null;
  summary: Operation['summary'];
}

/** Progress that is saved in the transaction of the work it describes. */
export interface SavedProgress {
  done: number;
  total: number | null;
  summary: Operation['summary'];
  checkpoint: object;
}

/** The result of an operation, or the confirmation that it waits for. */
export interface OperationEnding {
  status: Exclude<OperationStatus, 'queued' | 'running'>;
  summary: Operation['summary'];
  confirmation: Operation['confirmation'];
  error: { code: string; detail: string } | null;
}

const SIGN = { id: true, kind: true, status: true, fence: true, beats: true } as const;

/** The condition on an operation for whoever has the lease: the process that runs it. */
export function held({ id, fence }: Lease): Pick<Operation, 'id' | 'status' | 'fence'> {
  return { id, status: 'running', fence };
}

/**
 * Operations for the processes that run them. A lease carries a fence, which grows whenever a process takes the
 * operation; a process with an older fence can write nothing more. A process is alive while the count of beats grows;
 * clocks are never compared.
 */
@Injectable()
export class OperationLeases {
  constructor(@InjectRepository(Operation) private readonly operations: Repository<Operation>) {}

  /** Queued and running operations, the oldest first. */
  async unfinished(limit: number): Promise<OperationSign[]> {
    return this.operations.find({
      select: SIGN,
      where: { status: In(['queued', 'running']) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** The queued or running operation of an exclusive kind. */
  async holderOf(kind: string): Promise<OperationSign | null> {
    return this.operations.findOne({ select: SIGN, where: { exclusiveKey: kind } });
  }

  /**
   * Takes a queued operation, or one whose process crashed. From now on only the new lease can write. Undefined when the
   * operation has changed since it was read: another process has taken it, or its own process is alive.
   */
  async claim({ id, status, fence, beats }: OperationSign, now: Date): Promise<Lease | undefined> {
    const { affected } = await this.operations
      .createQueryBuilder()
      .update()
      .set({
        status: 'running',
        fence: fence + 1,
        beats: beats + 1,
        attempts: () => 'attempts + 1',
        startedAt: () => 'COALESCE(started_at, :now)',
        heartbeatAt: now,
      })
      .where({ id, status, fence, beats })
      .setParameter('now', now)
      .execute();
    return affected === 1 ? { id, fence: fence + 1 } : undefined;
  }

  /**
   * Queues a running operation again, for any process to continue.
   *
   * @param isAttempt false when the process is ending, so that this run does not count as an attempt without progress.
   */
  async release(lease: Lease, { isAttempt }: { isAttempt: boolean }): Promise<void> {
    await this.change(lease, {
      status: 'queued',
      phase: null,
      ...(isAttempt ? {} : { attempts: () => 'GREATEST(attempts - 1, 0)' }),
    });
  }

  /** False when the lease is lost: the work must stop. */
  async report(lease: Lease, news: OperationNews, now: Date): Promise<boolean> {
    const { phase, done: progressDone, total: progressTotal, summary } = news;
    return this.change(lease, {
      phase,
      progressDone,
      progressTotal,
      summary,
      beats: NEXT_BEAT,
      heartbeatAt: now,
    });
  }

  /** Saves the checkpoint, in the transaction of the work up to it. False when the lease is lost. */
  async save(lease: Lease, saved: SavedProgress): Promise<boolean> {
    const { done: progressDone, total: progressTotal, summary, checkpoint } = saved;
    const progress = { progressDone, progressTotal, summary, checkpoint };
    return this.change(lease, { ...progress, attempts: 0, beats: NEXT_BEAT });
  }

  async beat(lease: Lease, now: Date): Promise<void> {
    await this.change(lease, { beats: NEXT_BEAT, heartbeatAt: now });
  }

  /** False, and nothing done, when the lease is lost. */
  async end(lease: Lease, ending: OperationEnding, now: Date): Promise<boolean> {
    const { status, summary, confirmation, error } = ending;
    return this.change(lease, {
      status,
      exclusiveKey: null,
      phase: null,
      summary,
      confirmation,
      errorCode: error?.code ?? null,
      errorDetail: error?.detail.slice(0, 2000) ?? null,
      checkpoint: null,
      finishedAt: status === 'needs_confirmation' ? null : now,
      heartbeatAt: now,
    });
  }

  /** Keeps the counts of a canceled operation. */
  async keepSummary({ id, fence }: Lease, summary: Operation['summary']): Promise<void> {
    await this.operations.update({ id, status: 'cancelled', fence }, { summary });
  }

  /** False when the lease is lost. */
  private async change(lease: Lease, changes: QueryDeepPartialEntity<Operation>): Promise<boolean> {
    const { affected } = await this.operations.update(held(lease), changes);
    return affected === 1;
  }
}

const NEXT_BEAT = (): string => 'beats + 1';
