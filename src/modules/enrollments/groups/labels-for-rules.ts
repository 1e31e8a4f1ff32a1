import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type AskedLearner,
  LABELS,
  type LearnerFacts,
  type LearnerFactSource,
  LearnerFactSources,
} from '../../courses';
import { EnrolledLabels } from './enrolled-labels.repository';

/** In which groups a learner is and which tags they have, for the release rules of a course. */
@Injectable()
export class LabelsForRules implements LearnerFactSource, OnModuleInit {
  constructor(
    private readonly labels: EnrolledLabels,
    private readonly sources: LearnerFactSources,
  ) {}

  onModuleInit(): void {
    this.sources.provide(LABELS, this);
  }

  async learnerFacts({ courseId, userId }: AskedLearner): Promise<Pick<LearnerFacts, 'ofKinds'>> {
    return { ofKinds: new Map([[LABELS, await this.labels.inCourse(courseId, userId)]]) };
  }
}
