import { Injectable } from '@nestjs/common';
import type { DomainError } from '../../../shared/errors/domain-error';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';

/** Two accounts of one person. */
export interface MergePair {
  /** The account that goes on. */
  keptId: string;
  duplicateId: string;
}

/** How the merge is done. */
export interface MergeTerms {
  isDryRun: boolean;
  /** Who asked for it. */
  by: string | null;
  now: Date;
}

/** What a part has done. */
export interface PartOutcome {
  /** What `reverse` needs, as JSON; null for nothing. */
  log: object | null;
  issues: NewIssue[];
}

/** What a module does beyond the rows that move, such as for courses in which both accounts are enrolled. */
export interface MergePart {
  readonly name: string;
  /** What to do first; undefined where nothing is in the way of moving rows away from the account. */
  inTheWayOf?(userId: string): Promise<DomainError | undefined>;
  /** Called in the transaction of the merge, after the rows were moved; in a dry run none were, and it changes nothing. */
  merge?(pair: MergePair, terms: MergeTerms): Promise<PartOutcome>;
  /** Called in the transaction of the reversal, after the rows were moved back. */
  reverse?(pair: MergePair, log: object, terms: MergeTerms): Promise<void>;
}

/** All of them. Declared here because accounts are merged here; the modules above provide them. */
@Injectable()
export class MergeParts {
  private readonly parts: MergePart[] = [];

  /** To be called when the application starts. */
  provide(part: MergePart): void {
    this.parts.push(part);
  }

  /** Throws the error of the first that is in the way. */
  async requireNone(userId: string): Promise<void> {
    // One after another, on one connection.
    for (const part of this.parts) {
      const error = await part.inTheWayOf?.(userId);
      if (error) throw error;
    }
  }

  async merge(
    pair: MergePair,
    terms: MergeTerms,
  ): Promise<{ logs: Record<string, object>; issues: NewIssue[] }> {
    const logs: Record<string, object> = {};
    const issues: NewIssue[] = [];
    for (const part of this.parts) {
      const outcome = await part.merge?.(pair, terms);
      if (!outcome) continue;
      issues.push(...outcome.issues);
      if (outcome.log) logs[part.name] = outcome.log;
    }
    return { logs, issues };
  }

  async reverse(pair: MergePair, logs: Readonly<Record<string, object>>, terms: MergeTerms): Promise<void> {
    for (const part of [...this.parts].reverse()) {
      const log = logs[part.name];
      if (log) await part.reverse?.(pair, log, terms);
    }
  }
}
