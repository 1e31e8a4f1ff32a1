import { isDeepStrictEqual } from 'node:util';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { LoggedChange } from '../../../shared/operations/operation-changes';
import { OperationReversals } from '../../../shared/operations/operation-reversals.service';
import type { ReversalFacts, ReversedChange, Reverter } from '../../../shared/operations/reversal';
import { OperationsRepository } from '../../../shared/operations/operations.repository';
import type { Sentence } from '../../../shared/sentences/sentence';
import { CourseAccess } from '../../courses';
import { sentences } from '../assessments.sentences';
import { exclusiveKeyOf, REGRADE, type RegradeInput } from './regrade-input';
import { RegradeNews } from './regrade-news';
import { RegradeWriter } from './regrade-writer';
import { type ReadPaper, RegradedPapers } from './regraded-papers';
import { RegradesRepository } from './regrades.repository';
import { type AttemptMarking, marksOf, storedMarking } from './regrading';

/**
 * Gives attempts the marks back that they had before a regrade, and the other way round where that is reversed. An attempt that was marked,
 * opened again, deleted or graded otherwise since stays as it is.
 */
@Injectable()
export class RegradeReversal implements Reverter, OnModuleInit {
  readonly permission = 'attempts.regrade';
  readonly exclusiveWith = null;

  constructor(
    private readonly regrades: RegradesRepository,
    private readonly papers: RegradedPapers,
    private readonly writer: RegradeWriter,
    private readonly news: RegradeNews,
    private readonly operations: OperationsRepository,
    private readonly reversals: OperationReversals,
    private readonly access: CourseAccess,
  ) {}

  onModuleInit(): void {
    this.reversals.register(REGRADE, this);
  }

  async mayReverse(caller: Caller, input: object): Promise<void> {
    await this.access.course(caller, (input as RegradeInput).courseId, 'attempts.correct');
  }

  exclusiveKeyFor(input: object): string {
    return exclusiveKeyOf(input as RegradeInput);
  }

  async reverse(
    changes: readonly LoggedChange[],
    { isDryRun, operationId, now }: ReversalFacts,
  ): Promise<ReversedChange[]> {
    const wanted = new Map(changes.map((change) => [change.rowId, markingIn(change.before)]));
    const attempts = await this.regrades.submitted([...wanted.keys()], !isDryRun);
    const read = await this.papers.read(
      attempts,
      ({ attemptId, questionId }) => wanted.get(attemptId)?.questions[questionId]?.keyRevisionId ?? null,
      new Map(),
    );
    const present = new Map(read.map((paper) => [paper.attempt.id, paper]));
    const results = changes.map((change) => resultOf(change, present.get(change.rowId)));
    const [first] = attempts;
    if (isDryRun || !first) return results;
    const { activityId, courseId } = first;
    const reversal = await this.operations.find(operationId);
    const restored = results.flatMap(({ change }) => {
      const paper = change && present.get(change.rowId);
      if (!paper) return [];
      return [{ ...paper, change: { before: markingIn(change.before), after: markingIn(change.after) } }];
    });
    await this.writer.write(restored, {
      activityId,
      courseId,
      operationId,
      by: reversal?.requestedBy ?? null,
      at: now,
    });
    if (reversal) {
      const { tellsLearners } = (await this.reversals.originalOf(reversal)).input as RegradeInput;
      if (tellsLearners) await this.news.tell({ activityId, papers: restored, cause: 'reversal' });
    }
    return results;
  }
}

function resultOf(change: LoggedChange, paper: ReadPaper | undefined): ReversedChange {
  const { rowId, part } = change;
  if (!paper) return left(rowId, 'row_gone', sentences.attemptGone());
  const [before, after] = [markingIn(change.before), markingIn(change.after)];
  const is = presentMarking(paper, after);
  if (isDeepStrictEqual(is, before)) return { outcome: 'unchanged' };
  if (!isDeepStrictEqual(is, after)) return left(rowId, 'changed_since', sentences.attemptChanged());
  return {
    outcome: 'restored',
    change: { part, rowId, action: 'changed', before: { ...after }, after: { ...before } },
  };
}

/** What is stored now, of those questions that the regrade concerned. */
function presentMarking({ attempt, rows }: ReadPaper, { questions }: AttemptMarking): AttemptMarking {
  const concerned = rows.filter(({ questionId }) => Object.hasOwn(questions, questionId));
  return storedMarking(
    attempt,
    concerned.map((row) => [row.questionId, marksOf(row.keyRevisionId, row)]),
  );
}

function markingIn(state: object | null): AttemptMarking {
  return state as AttemptMarking;
}

function left(value: string, code: string, message: Sentence): ReversedChange {
  return { outcome: 'left', remark: { code, message, value } };
}
