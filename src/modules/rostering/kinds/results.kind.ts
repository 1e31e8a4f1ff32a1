import { Injectable } from '@nestjs/common';
import type { Sourced } from '../../../shared/database/sourced-table';
import { GradebookRoster, type RosterResult, type RosterResults } from '../../gradebook';
import { sentences } from '../rostering.sentences';
import { instantEndPolicy } from './instant-end-policy';
import { resolveConflicts } from './conflicts';
import type {
  AbsentRow,
  PendingRow,
  EndPolicy,
  FileFacts,
  KnownReferences,
  RowReference,
  RosterKind,
  RowRemark,
  RunFacts,
} from './roster-kind';
import { sameText, storedDecimal } from './stored-values';
import { common, type FileDefinition, optional, type RecordOf, required } from '../bundle/columns';
import { day, decimal, guid, longText, oneOf } from '../bundle/formats';

const SCORE_STATUSES = ['exempt', 'fully graded', 'not submitted', 'partially graded', 'submitted'] as const;

/** The specification always requires a score. Exporters leave it blank for work that is not graded. */
const results = {
  ...common,
  lineItemSourcedId: required(guid),
  studentSourcedId: required(guid),
  scoreStatus: required(oneOf(SCORE_STATUSES)),
  score: optional(decimal),
  scoreDate: required(day),
  comment: optional(longText),
};
export type ResultRecord = RecordOf<typeof results>;

declare module '../bundle/columns' {
  interface EntityRecords {
    results: ResultRecord;
  }
}

/** Results. A result that an instructor or a quiz recorded in Stoa is not overwritten by a different one in a file. */
@Injectable()
export class ResultsKind implements RosterKind<'results', RosterResult> {
  static readonly definition: FileDefinition<'results'> = {
    kind: 'results',
    number: 9,
    columns: results,
    check: ({ score, scoreStatus }) =>
      score === null && (scoreStatus === 'fully graded' || scoreStatus === 'partially graded')
        ? { column: 'score', code: 'score_missing', message: sentences.scoreMissing({ scoreStatus }) }
        : null,
  };
  readonly kind = 'results';
  readonly rows: RosterResults;
  readonly compared = ['score', 'scoreStatus', 'scoreDate', 'comment'] as const;
  readonly isComparedFirst = true;
  readonly uniqueIndexes = [
    {
      index: 'uq_results_learner',
      column: 'studentSourcedId',
      code: 'result_exists',
      message: sentences.resultExists(),
    },
  ];
  readonly endPolicy: EndPolicy<ResultRecord, RosterResult>;

  constructor(roster: GradebookRoster) {
    this.rows = roster.results;
    this.endPolicy = instantEndPolicy<ResultRecord, RosterResult, 'deletedAt'>('deletedAt', {
      protection: (stored) => (stored.source === 'import' ? undefined : localOverride(stored)),
      endAbsent: (absent: readonly AbsentRow[], { operationId, now }: RunFacts) =>
        this.rows.remove(
          absent.map(({ id }) => id),
          operationId,
          now,
        ),
    });
  }

  referencesOf({ lineItemSourcedId, studentSourcedId }: ResultRecord): RowReference[] {
    return [
      { column: 'lineItemSourcedId', kind: 'lineItems', sourcedIds: [lineItemSourcedId] },
      { column: 'studentSourcedId', kind: 'users', sourcedIds: [studentSourcedId] },
    ];
  }

  wanted(
    { record, stored }: PendingRow<ResultRecord, RosterResult>,
    references: KnownReferences,
    { operationId }: RunFacts,
  ): RosterResult | RowRemark {
    const { scoreStatus, score, scoreDate, comment, lineItemSourcedId, studentSourcedId } = record;
    const { id: lineItemId, isQuiz } = references.get('lineItems', lineItemSourcedId);
    const userId = references.get('users', studentSourcedId).id;
    if (!stored && isQuiz) return resultOfQuiz(lineItemSourcedId);
    if (stored && stored.lineItemId !== lineItemId)
      return changedReference('lineItemSourcedId', lineItemSourcedId);
    if (stored && stored.userId !== userId) return changedReference('studentSourcedId', studentSourcedId);
    return {
      ...{ lineItemId, userId, scoreStatus, scoreDate, operationId },
      comment: sameText(comment, stored?.comment),
      score: score === null ? null : storedDecimal(score),
      source: 'import',
      // A file says on which day work was graded, and not when it came in.
      submittedAt: null,
      attemptId: null,
      recordedBy: null,
      deletedAt: stored?.deletedAt ?? null,
    };
  }

  whyKept(stored: RosterResult): RowRemark | undefined {
    return stored.source === 'import' ? undefined : localOverride(stored);
  }

  async resolveConflicts(
    pendingRows: PendingRow<ResultRecord, RosterResult>[],
    file: FileFacts,
  ): Promise<void> {
    await resolveConflicts(pendingRows, file, {
      keyOf: ({ lineItemId, userId }) => `${lineItemId} ${userId}`,
      find: (rows) => this.rows.findByLearner(rows),
      wins: (one, other) => rank(one) > rank(other),
      superseded: {
        column: null,
        code: 'result_superseded',
        message: sentences.resultSuperseded(),
        value: null,
      },
    });
    for (const pending of pendingRows) {
      const { stored, wanted } = pending;
      if (!pending.isOpen || !stored || !wanted || stored.source === 'import') continue;
      if (this.compared.every((field) => stored[field] === wanted[field])) pending.wanted = { ...stored };
      else pending.refusal = localOverride(stored);
    }
  }
}

function changedReference(column: string, value: string): RowRemark {
  return {
    column,
    code: 'reference_changed',
    message: sentences.resultMoved({ column }),
    value,
  };
}

function resultOfQuiz(value: string): RowRemark {
  return { column: 'lineItemSourcedId', code: 'result_of_quiz', message: sentences.resultOfQuiz(), value };
}

function localOverride({ source, score }: RosterResult): RowRemark {
  return {
    column: 'score',
    code: 'local_override',
    message: source === 'instructor' ? sentences.instructorRecorded() : sentences.quizRecorded(),
    value: score,
  };
}

/** Texts that sort deleted results first, then by the date. The sourcedId makes the order definite. */
function rank({ deletedAt, scoreDate, sourcedId }: Sourced<RosterResult>): string {
  return `${deletedAt === null ? 1 : 0} ${scoreDate} ${sourcedId ?? ''}`;
}
