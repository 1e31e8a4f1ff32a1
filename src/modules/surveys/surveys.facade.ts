import { Injectable } from '@nestjs/common';
import { SurveyAnswersService } from './survey-answers.service';
import type { SurveySettings } from './survey-rules';
import { SurveysService } from './surveys.service';

/** Surveys for commands that create data. Does not check permissions. */
@Injectable()
export class SurveysFacade {
  constructor(
    private readonly surveys: SurveysService,
    private readonly answers: SurveyAnswersService,
  ) {}

  /** Says when a new survey takes answers, and whose. */
  async setUp(activityId: string, settings: Partial<SurveySettings>): Promise<void> {
    await this.surveys.setUp(activityId, settings);
  }

  /** Answers a survey for a learner. Throws the InvalidError that names what is wrong with the answers. */
  async answer(
    { courseId, activityId, userId }: { courseId: string; activityId: string; userId: string },
    answers: Record<string, unknown>,
  ): Promise<void> {
    await this.answers.give(courseId, activityId, userId, answers);
  }
}
