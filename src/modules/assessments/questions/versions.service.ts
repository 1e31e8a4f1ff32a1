import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import {
  type CursorQuery,
  decodeCursor,
  type Page,
  toPage,
  withTotal,
} from '../../../shared/http/pagination';
import { BankAccess } from '../sharing/bank-access';
import { QuestionNotFoundError, QuestionVersionNotFoundError } from '../assessments.errors';
import {
  type QuestionVersionResponse,
  toQuestionVersionResponse,
  toWholeVersionResponse,
  type WholeVersionResponse,
} from './dto/version.response';
import { QuestionsRepository } from './questions.repository';
import { VersionsRepository } from './versions.repository';

/** What questions asked, for staff. */
@Injectable()
export class VersionsService {
  constructor(
    private readonly versions: VersionsRepository,
    private readonly questions: QuestionsRepository,
    private readonly access: BankAccess,
  ) {}

  async list(caller: Caller, questionId: string, query: CursorQuery): Promise<Page<QuestionVersionResponse>> {
    const question = await this.questions.find(questionId);
    if (!question) throw new QuestionNotFoundError();
    const hidden = (): Error => new QuestionNotFoundError();
    await this.access.question(caller, question, 'quizzes.read_key', hidden);
    const before = query.cursor === undefined ? undefined : numberOf(query.cursor);
    const found = await this.versions.page(questionId, query.limit, before);
    const page = toPage(found, query.limit, ({ number }) => [number], toQuestionVersionResponse);
    return withTotal(page, query, (most) => this.versions.count(questionId, most));
  }

  async read(caller: Caller, versionId: string): Promise<WholeVersionResponse> {
    const version = await this.versions.find(versionId);
    if (!version) throw new QuestionVersionNotFoundError();
    const hidden = (): Error => new QuestionVersionNotFoundError();
    await this.access.question(caller, version, 'quizzes.read_key', hidden);
    return toWholeVersionResponse(version, await this.versions.keyRevisions(versionId));
  }
}

function numberOf(cursor: string): number {
  const [number] = decodeCursor(cursor, 1, ([text]) => /^\d{1,9}$/.test(text ?? ''));
  return Number(number);
}
