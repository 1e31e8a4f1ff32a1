import { Injectable } from '@nestjs/common';
import { OperationRunner } from '../../../shared/operations/operation-runner';
import { OperationRunningError } from '../../../shared/operations/operations.errors';
import { StoredTotalsRepository } from './stored-totals.repository';

/** The kind of operation. */
export const TOTALS_REFRESH = 'totals_refresh';

/** What a refresh needs to start, and to start again. Plain data. */
export interface RefreshInput {
  courseId: string;
}

/** One at a time for each course. */
export function exclusiveKeyOf({ courseId }: RefreshInput): string {
  return `tr:${courseId}`;
}

/** Starts operations that compute the stored totals of a course again. */
@Injectable()
export class TotalsRefreshes {
  constructor(
    private readonly stored: StoredTotalsRepository,
    private readonly runner: OperationRunner,
  ) {}

  /**
   * Where totals are stored that are older than this version of the structure, in the transaction that is running. One that runs
   * begins again where it sees the change before it ends; otherwise the next view of the whole course starts another one.
   *
   * @param requestedBy who has changed the structure; null: nobody in particular
   */
  async afterChange(courseId: string, version: number, requestedBy: string | null): Promise<void> {
    const subject = await this.stored.titleWhereOlder(courseId, version);
    if (subject !== undefined) await this.start(courseId, subject, requestedBy);
  }

  async start(courseId: string, subject: string, requestedBy: string | null): Promise<void> {
    const input: RefreshInput = { courseId };
    try {
      await this.runner.start({
        ...{ kind: TOTALS_REFRESH, subject, requestedBy, input, isDryRun: false, isConfirmed: false },
      });
    } catch (error) {
      if (!(error instanceof OperationRunningError)) throw error;
    }
  }
}
