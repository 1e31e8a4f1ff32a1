import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { Clock } from '../../../../shared/clock/clock';
import { HeavyReads } from '../../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../../shared/heavy-reads/heavy-request';
import { CourseAccess } from '../../../courses';
import { QuizNotFoundError } from '../../assessments.errors';
import { showsGrade } from '../../review/review-rules';
import { CHOICE_OF_POLICY } from '../attempt-choice';
import type { NoPlaceReason, OwnPlaceResponse } from './dto/own-place.response';
import { lowerPercentageOf, type Ranked } from './own-place';
import { OwnPlaceRepository } from './own-place.repository';

/** Where a learner stands among their classmates in a quiz, as far as this tells of no single one. */
@Injectable()
export class OwnPlaceService {
  constructor(
    private readonly places: OwnPlaceRepository,
    private readonly access: CourseAccess,
    private readonly heavyReads: HeavyReads,
    private readonly clock: Clock,
  ) {}

  /** By the attempts that make the grade. Nothing is read of others before the learner may see their own grade. */
  async of(caller: Caller, activityId: string, request: HeavyRequest): Promise<OwnPlaceResponse> {
    await this.access.activity(caller, activityId, 'attempts.read_own');
    const terms = await this.places.terms(activityId);
    if (!terms) throw new QuizNotFoundError();
    const { review, grading } = terms;
    if (!showsGrade(review, terms, this.clock.now())) return withoutPlace(activityId, 'not_shown');
    const key = JSON.stringify(['own-place', activityId, caller.userId]);
    return this.heavyReads.share(request, key, async () => {
      const ranked = await this.places.rankOf(caller.userId, activityId, CHOICE_OF_POLICY[grading]);
      const lowerPercentage = lowerPercentageOf(ranked);
      return lowerPercentage === null
        ? withoutPlace(activityId, reasonOf(ranked))
        : { activityId, lowerPercentage, reason: null };
    });
  }
}

function reasonOf({ lower }: Ranked): NoPlaceReason {
  return lower === null ? 'no_grade' : 'too_few_learners';
}

function withoutPlace(activityId: string, reason: NoPlaceReason): OwnPlaceResponse {
  return { activityId, lowerPercentage: null, reason };
}
