import { Injectable } from '@nestjs/common';
import { QuizPasses } from '../../../gradebook';
import type { AskedCondition, AskedLearners, Evidence, EvidenceSource } from './evidence-source';

/** Learners who have passed a quiz. */
@Injectable()
export class Passed implements EvidenceSource {
  readonly kind = 'passed';

  constructor(private readonly passes: QuizPasses) {}

  async of(asked: readonly AskedCondition[], learners: AskedLearners): Promise<Evidence[]> {
    return this.passes.of(
      asked.map(({ activityId }) => activityId),
      learners,
    );
  }
}
