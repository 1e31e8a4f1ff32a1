import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { READS } from '../../../shared/http/what-is-read';
import { QuestionUsageResponse } from './dto/usage.response';
import { UsageService } from './usage.service';

@ApiTags('Quizzes')
@Controller('questions/:questionId/usage')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  @Get()
  @Endpoint({
    summary: 'See where a question is asked, and how often it was',
    description:
      'For instructors and assistants: what a change would concern. Lists the quizzes whose slots name the question, and those with a draw that finds it now.',
    ...READS.course,
    response: QuestionUsageResponse,
    errors: { 403: 'courses.staff_only', 404: 'assessments.question_not_found' },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('questionId', IdPipe) questionId: string,
  ): Promise<QuestionUsageResponse> {
    return this.usage.ofQuestion(caller, questionId);
  }
}
