import { ApiProperty } from '@nestjs/swagger';
import { ArrayUnique, IsIn } from 'class-validator';
import { namedEnum } from '../../../shared/http/named-schemas';
import { REVIEW_FACTS, type ReviewFact, type ReviewPhase } from './review-rules';

namedEnum('ReviewFact', REVIEW_FACTS);

function Facts(description: string, example: ReviewFact[]): PropertyDecorator {
  return (target, property) => {
    ApiProperty({ enum: REVIEW_FACTS, isArray: true, uniqueItems: true, description, example })(
      target,
      property,
    );
    IsIn(REVIEW_FACTS, { each: true })(target, property);
    ArrayUnique()(target, property);
  };
}

/** What learners see of their attempts, by phase. */
export class ReviewRulesDto implements Record<ReviewPhase, ReviewFact[]> {
  @Facts('While the attempt is in progress. Answers always, `overallFeedback` never.', ['answers'])
  during: ReviewFact[];

  @Facts('In the first two minutes after it was submitted, while the quiz is open.', [
    'answers',
    'maxMarks',
    'marks',
  ])
  immediatelyAfter: ReviewFact[];

  @Facts('Later, while the quiz is open.', ['answers', 'maxMarks', 'marks'])
  laterWhileOpen: ReviewFact[];

  @Facts('From `closesAt` on; a quiz without it does not close.', [...REVIEW_FACTS])
  afterClose: ReviewFact[];
}
