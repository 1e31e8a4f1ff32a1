import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { MOST_COUNTED } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { QuestionNotFoundError } from '../assessments.errors';
import { QuestionsRepository } from '../questions/questions.repository';
import { DrawsRepository } from '../slots/draws.repository';
import { type QuestionUsageResponse, toQuestionUsageResponse } from './dto/usage.response';
import { UsageRepository } from './usage.repository';

/** What becomes of a question of the bank, for staff who think of changing it. */
@Injectable()
export class UsageService {
  constructor(
    private readonly usage: UsageRepository,
    private readonly questions: QuestionsRepository,
    private readonly draws: DrawsRepository,
    private readonly access: CourseAccess,
  ) {}

  async ofQuestion(caller: Caller, questionId: string): Promise<QuestionUsageResponse> {
    const question = await this.questions.find(questionId);
    if (!question) throw new QuestionNotFoundError();
    const { courseId } = question;
    await this.access.course(caller, courseId, 'quizzes.read_key', () => new QuestionNotFoundError());
    const asking = await this.usage.asking(questionId);
    const drawing = await this.usage.drawing(courseId);
    const finding = await this.draws.finding(
      courseId,
      questionId,
      drawing.map(({ draw }) => draw),
    );
    const drawn = drawing.filter(({ draw }) => finding.has(draw.slotId));
    const asked = await this.usage.asked(questionId, MOST_COUNTED);
    return toQuestionUsageResponse(questionId, asking, drawn, asked);
  }
}
