import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type AskedLearner,
  COMPLETIONS,
  type LearnerFacts,
  type LearnerFactSource,
  LearnerFactSources,
} from '../../courses';
import { CompletionsRepository } from './completions.repository';

/** What a learner has completed, for the release rules of the course. */
@Injectable()
export class CompletionsForRules implements LearnerFactSource, OnModuleInit {
  constructor(
    private readonly completions: CompletionsRepository,
    private readonly sources: LearnerFactSources,
  ) {}

  onModuleInit(): void {
    this.sources.provide(COMPLETIONS, this);
  }

  async learnerFacts({ courseId, userId }: AskedLearner): Promise<Pick<LearnerFacts, 'completed'>> {
    return { completed: await this.completions.ofLearner(courseId, userId) };
  }
}
