import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type AskedLearner,
  type LearnerFacts,
  type LearnerFactSource,
  LearnerFactSources,
  START,
} from '../courses';
import { EnrollmentDaysRepository } from './enrollment-days.repository';

/** On which day a learner starts in a course, for its release rules. */
@Injectable()
export class StartsForRules implements LearnerFactSource, OnModuleInit {
  constructor(
    private readonly days: EnrollmentDaysRepository,
    private readonly sources: LearnerFactSources,
  ) {}

  onModuleInit(): void {
    this.sources.provide(START, this);
  }

  async learnerFacts({ courseId, userId }: AskedLearner): Promise<Pick<LearnerFacts, 'startDay'>> {
    return { startDay: await this.days.firstDayOf(courseId, userId) };
  }
}
