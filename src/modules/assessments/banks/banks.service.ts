import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import {
  type CursorQuery,
  decodeIdCursor,
  type Page,
  toPage,
  withTotal,
} from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { type QuestionResponse, toQuestionResponse } from '../questions/dto/question.response';
import { QuestionsRepository } from '../questions/questions.repository';

/** The bank of a course, for staff. */
@Injectable()
export class BanksService {
  constructor(
    private readonly questions: QuestionsRepository,
    private readonly access: CourseAccess,
  ) {}

  /** The questions that a course has, whether a quiz asks them or not. The newest first. */
  async list(caller: Caller, courseId: string, query: CursorQuery): Promise<Page<QuestionResponse>> {
    await this.access.course(caller, courseId, 'quizzes.read_key');
    const before = query.cursor === undefined ? undefined : decodeIdCursor(query.cursor)[0];
    const found = await this.questions.pageOfBank(courseId, query.limit, before);
    const page = toPage(found, query.limit, ({ id }) => [id], toQuestionResponse);
    return withTotal(page, query, (most) => this.questions.countOfBank(courseId, most));
  }
}
