import { Injectable } from '@nestjs/common';
import type { Sourced } from '../../../shared/database/sourced-table';
import { GradebookRoster, type RosterResult, type RosterResults } from '../../gradebook';
import type { ResultRecord } from '../bundle/entities';
import { instantEnding } from './instant-ending';
import { settleRivals } from './rivals';
import type {
  AbsentRow,
  Draft,
  Ending,
  FileFacts,
  KnownReferences,
  Need,
  RosterKind,
  RowRemark,
  RunFacts,
} from './roster-kind';
import { storedDecimal } from './stored-decimal';

/** Results. What an instructor or a quiz has said in Stoa is not written over by a file that says something else. */
@Injectable()
export class ResultsKind implements RosterKind<'results', RosterResult> {
  readonly kind = 'results';
  readonly rows: RosterResults;
  readonly compared = ['score', 'scoreStatus', 'scoreDate', 'comment'] as const;
  readonly isComparedFirst = true;
  readonly conflicts = [
    {
      index: 'uq_results_learner',
      column: 'studentSourcedId',
      code: 'result_exists',
      message: 'studentSourcedId names somebody who has a result for the line item already.',
    },
  ];
  readonly ending: Ending<ResultRecord, RosterResult>;

  constructor(roster: GradebookRoster) {
    this.rows = roster.results;
    this.ending = instantEnding<ResultRecord, RosterResult, 'deletedAt'>('deletedAt', {
      forbidden: (stored) => (stored.source === 'import' ? undefined : localOverride(stored)),
      endAbsent: (absent: readonly AbsentRow[], { operationId, now }: RunFacts) =>
        this.rows.remove(
          absent.map(({ id }) => id),
          operationId,
          now,
        ),
    });
  }

  needs({ lineItemSourcedId, studentSourcedId }: ResultRecord): Need[] {
    return [
      { column: 'lineItemSourcedId', kind: 'lineItems', sourcedIds: [lineItemSourcedId] },
      { column: 'studentSourcedId', kind: 'users', sourcedIds: [studentSourcedId] },
    ];
  }

  wanted(
    { record, stored }: Draft<ResultRecord, RosterResult>,
    references: KnownReferences,
    { operationId }: RunFacts,
  ): RosterResult | RowRemark {
    const { scoreStatus, score, scoreDate, comment, lineItemSourcedId, studentSourcedId } = record;
    const lineItemId = references.get('lineItems', lineItemSourcedId).id;
    const userId = references.get('users', studentSourcedId).id;
    if (stored && stored.lineItemId !== lineItemId)
      return changedReference('lineItemSourcedId', lineItemSourcedId);
    if (stored && stored.userId !== userId) return changedReference('studentSourcedId', studentSourcedId);
    return {
      ...{ lineItemId, userId, scoreStatus, scoreDate, comment, operationId },
      score: score === null ? null : storedDecimal(score),
      source: 'import',
      attemptId: null,
      recordedBy: null,
      deletedAt: stored?.deletedAt ?? null,
    };
  }

  async settle(drafts: Draft<ResultRecord, RosterResult>[], file: FileFacts): Promise<void> {
    await settleRivals(drafts, file, {
      keyOf: ({ lineItemId, userId }) => `${lineItemId} ${userId}`,
      find: (rows) => this.rows.findByLearner(rows),
      counts: (one, other) => rank(one) > rank(other),
      passedOver: {
        column: null,
        code: 'result_superseded',
        message: 'Another row of the same learner and line item counts, which is dated later.',
        value: null,
      },
    });
    for (const draft of drafts) {
      const { stored, wanted } = draft;
      if (!draft.isOpen || !stored || !wanted || stored.source === 'import') continue;
      if (this.compared.every((field) => stored[field] === wanted[field])) draft.wanted = { ...stored };
      else draft.refusal = localOverride(stored);
    }
  }
}

function changedReference(column: string, value: string): RowRemark {
  return {
    column,
    code: 'reference_changed',
    message: `${column} names another one than before: a result stays with its learner and line item.`,
    value,
  };
}

function localOverride({ source, score }: RosterResult): RowRemark {
  const who = source === 'instructor' ? 'An instructor has' : 'A quiz has';
  return {
    column: 'score',
    code: 'local_override',
    message: `${who} given this result in Stoa, and it stays as it is.`,
    value: score,
  };
}

/** Deleted ones last; by the date, then whichever. */
function rank({ deletedAt, scoreDate, sourcedId }: Sourced<RosterResult>): string {
  return `${deletedAt === null ? 1 : 0} ${scoreDate} ${sourcedId ?? ''}`;
}
