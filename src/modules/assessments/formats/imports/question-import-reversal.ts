import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import type { LoggedChange } from '../../../../shared/operations/operation-changes';
import { OperationReversals } from '../../../../shared/operations/operation-reversals.service';
import type { ReversalFacts, ReversedChange, Reverter } from '../../../../shared/operations/reversal';
import type { Sentence } from '../../../../shared/sentences/sentence';
import { CourseAccess } from '../../../courses';
import { BanksRepository } from '../../banks/banks.repository';
import { sentences } from '../formats.sentences';
import {
  type ImportedQuestion,
  ImportedQuestionsRepository,
  type ImportedState,
} from './imported-questions.repository';
import { QUESTION_IMPORT, type QuestionImportInput } from './import-input';

/**
 * Takes imported questions out of their bank again, and puts them back when that is reversed. What somebody has changed since, or
 * put into a quiz, stays.
 */
@Injectable()
export class QuestionImportReversal implements Reverter, OnModuleInit {
  readonly permission = 'questions.import';
  readonly exclusiveWith = null;

  constructor(
    private readonly imported: ImportedQuestionsRepository,
    private readonly banks: BanksRepository,
    private readonly reversals: OperationReversals,
    private readonly access: CourseAccess,
  ) {}

  onModuleInit(): void {
    this.reversals.register(QUESTION_IMPORT, this);
  }

  async mayReverse(caller: Caller, input: object): Promise<void> {
    await this.access.course(caller, (input as QuestionImportInput).courseId, 'quizzes.change');
  }

  async reverse(
    changes: readonly LoggedChange[],
    { isDryRun, now }: ReversalFacts,
  ): Promise<ReversedChange[]> {
    const ids = changes.map(({ rowId }) => rowId);
    // All of one course, unless somebody has deleted it.
    const courses = new Set((await this.imported.find(ids)).map(({ courseId }) => courseId));
    for (const courseId of courses) await this.banks.lockOfCourse(courseId, now);
    const present = new Map((await this.imported.find(ids)).map((question) => [question.id, question]));
    const results = changes.map((change) => resultOf(change, present.get(change.rowId)));
    if (!isDryRun)
      for (const isArchived of [true, false])
        await this.imported.setArchived(
          results.flatMap(({ change }) =>
            change && stateIn(change.after).isArchived === isArchived ? [change.rowId] : [],
          ),
          isArchived,
          now,
        );
    return results;
  }
}

function resultOf(change: LoggedChange, question: ImportedQuestion | undefined): ReversedChange {
  const { rowId, part } = change;
  if (!question) return left(rowId, 'row_gone', sentences.questionGone());
  const is: ImportedState = { isArchived: question.archivedAt !== null, version: question.version };
  const was = stateIn(change.after);
  const wanted: ImportedState = {
    ...is,
    isArchived: change.before ? stateIn(change.before).isArchived : true,
  };
  if (is.isArchived === wanted.isArchived) return { outcome: 'unchanged' };
  if (is.isArchived !== was.isArchived || is.version !== was.version)
    return left(rowId, 'changed_since', sentences.questionChanged());
  if (wanted.isArchived && question.isAsked) return left(rowId, 'kept', sentences.questionAsked());
  const action = wanted.isArchived ? 'removed' : 'changed';
  return {
    outcome: wanted.isArchived ? 'ended' : 'restored',
    change: { part, rowId, action, before: { ...is }, after: { ...wanted } },
  };
}

function stateIn(state: object): ImportedState {
  return state as ImportedState;
}

function left(value: string, code: string, message: Sentence): ReversedChange {
  return { outcome: 'left', remark: { code, message, value } };
}
