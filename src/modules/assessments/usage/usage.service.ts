import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { MOST_COUNTED } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { QuestionNotFoundError } from '../assessments.errors';
import { QuestionsRepository } from '../questions/questions.repository';
import { BankAccess } from '../sharing/bank-access';
import { DrawsRepository } from '../slots/draws.repository';
import { type QuestionUsageResponse, toQuestionUsageResponse } from './dto/usage.response';
import { type AskingPlace, type DrawingPlace, UsageRepository } from './usage.repository';

/** What becomes of a question of the bank, for staff who think of changing it. */
@Injectable()
export class UsageService {
  constructor(
    private readonly usage: UsageRepository,
    private readonly questions: QuestionsRepository,
    private readonly draws: DrawsRepository,
    private readonly access: CourseAccess,
    private readonly bankAccess: BankAccess,
  ) {}

  async ofQuestion(caller: Caller, questionId: string): Promise<QuestionUsageResponse> {
    const question = await this.questions.find(questionId);
    if (!question) throw new QuestionNotFoundError();
    const { courseId, bankId } = question;
    await this.bankAccess.question(caller, question, 'quizzes.read_key', () => new QuestionNotFoundError());
    const asking = await this.usage.asking(questionId);
    const drawing = await this.usage.drawing(bankId, courseId);
    const finding = await this.draws.finding(
      bankId,
      questionId,
      drawing.map(({ draw }) => draw),
    );
    const drawn = drawing.filter(({ draw }) => finding.has(draw.slotId));
    const asked = await this.usage.asked(questionId, MOST_COUNTED);
    // Of other courses they are told what they may know, and only how many places else.
    const may = await this.access.inCourses(caller);
    const isKnown = (place: AskingPlace | DrawingPlace): boolean => may('quizzes.read_key', place);
    const known = { asking: asking.filter(isKnown), drawing: drawn.filter(isKnown) };
    const elsewhere = asking.length + drawn.length - known.asking.length - known.drawing.length;
    return toQuestionUsageResponse(questionId, known, elsewhere, asked);
  }
}
