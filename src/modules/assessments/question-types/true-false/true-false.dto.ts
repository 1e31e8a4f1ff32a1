import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { FeedbackText } from '../parts/answer-feedback';
import { ItsType } from '../parts/definition-rules';

const NAME = 'true_false';

export class TrueFalseDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({ example: false, description: 'The right answer.' })
  @IsBoolean()
  key: boolean;

  @FeedbackText('A parabola is a relation, too.', 'what is said to those who answer true.')
  trueFeedback?: string;

  @FeedbackText('Only a linear relation is ruled out.', 'what is said to those who answer false.')
  falseFeedback?: string;
}

export class TrueFalseView {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
