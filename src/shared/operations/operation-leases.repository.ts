import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type QueryDeepPartialEntity, type Repository } from 'typeorm';
import type { Lease, OperationStatus } from './operation';
import { Operation, type OperationSign } from './operation.entity';

/** What a running operation tells of itself. */
export interface OperationNews {
  phase: string;
  done: number;
  total: number | null;
  summary: Operation['summary'];
}

/** How far an operation is for good: what the transaction that saves it has done belongs to it. */
export interface SavedProgress {
  done: number;
  total: number | null;
  summary: Operation['summary'];
  checkpoint: object;
}

/** How an operation came to an end, or to a stop. */
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
 * Operations as those see them that run them. A lease carries a fence, which grows whenever a process takes the
 * operation; whoever holds an older one can write nothing any more. Which process lives is judged by whether the beats
 * go on, and never by comparing clocks.
 */
@Injectable()
export class OperationLeases {
  constructor(@InjectRepository(Operation) private readonly operations: Repository<Operation>) {}

  /** Queued and running ones, the oldest first. */
  async unfinished(limit: number): Promise<OperationSign[]> {
    return this.operations.find({
      select: SIGN,
      where: { status: In(['queued', 'running']) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** The one of an exclusive kind that is queued or running. */
  async holderOf(kind: string): Promise<OperationSign | null> {
    return this.operations.findOne({ select: SIGN, where: { exclusiveKey: kind } });
  }

  /**
   * Takes an operation to run it, queued or left by a process that died: from now on only the new lease may write.
   * Undefined when it is not as it was seen any more, because another process has it or it moved.
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
   * Gives a running operation back, so that whoever comes first goes on with it.
   *
   * @param isAttempt whether the process tried and got no further, rather than had to end.
   */
  async release(lease: Lease, { isAttempt }: { isAttempt: boolean }): Promise<void> {
    await this.change(lease, {
      status: 'queued',
      phase: null,
      ...(isAttempt ? {} : { attempts: () => 'GREATEST(attempts - 1, 0)' }),
    });
  }

  /** False when the lease is lost: whoever runs it must stop. */
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

  /** Saves where to go on, in the transaction that did what leads there. False when the lease is lost. */
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

  /** What was done until it was canceled. */
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
