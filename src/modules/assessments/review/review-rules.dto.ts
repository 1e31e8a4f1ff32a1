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

/**
 * What learners see of their attempts, by phase: the answers (without them no question is shown), whether each was right,
 * what it can earn at most, what it earned (of a single question only with `correctness`), feedback to an answer and to the
 * question, the right answer, and feedback to the whole attempt. A grade in the quiz is shown, while it is open, only if
 * `immediatelyAfter` and `laterWhileOpen` have both `marks`.
 */
export class ReviewRulesDto implements Record<ReviewPhase, ReviewFact[]> {
  @Facts('While the attempt is in progress. Answers always, `overallFeedback` never.', [
    'answers',
    'maxMarks',
  ])
  during: ReviewFact[];

  @Facts('In the first two minutes after it was submitted, while the quiz is open.', [
    'answers',
    'maxMarks',
    'marks',
  ])
  immediatelyAfter: ReviewFact[];

  @Facts('Later, while the quiz is open.', ['answers', 'maxMarks', 'marks'])
  laterWhileOpen: ReviewFact[];

  @Facts(
    'When nobody in the course can work on the quiz any more: from `closesAt` on, or from the latest end that somebody has by an accommodation, an exception or a grace. A quiz without `closesAt` does not close.',
    [...REVIEW_FACTS],
  )
  afterClose: ReviewFact[];
}
