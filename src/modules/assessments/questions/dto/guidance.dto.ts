import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { LONGEST_FEEDBACK } from '../../question-types/parts/answer-feedback';
import type { Hint, ScoreFeedback } from '../guidance';

const Feedback = (example: string, description: string): PropertyDecorator => {
  const rules = [
    ApiPropertyOptional({ type: String, nullable: true, example, description: `Markdown: ${description}` }),
    IsOptional(),
    Text('lines', { min: 1, max: LONGEST_FEEDBACK, trim: true }),
  ];
  return (target, name) => {
    for (const rule of rules) rule(target, name);
  };
};

/** What is said to a whole response; what is left out says nothing. */
export class ScoreFeedbackDto {
  @Feedback('Well done.', 'to a fully right response.')
  right?: string | null;

  @Feedback('Part of it is right.', 'to a response of which a part is right.')
  partly?: string | null;

  @Feedback('Read the unit about the center again.', 'to a response of which nothing is right.')
  wrong?: string | null;
}

export class HintDto {
  @ApiProperty({
    example: 'Think of the **middle** of the sorted values.',
    description:
      'Markdown, which may show uploaded files as the prompt may. Learners get these with the hint, and not before.',
  })
  @Text('lines', { min: 1, max: LONGEST_FEEDBACK, trim: true })
  text: string;

  @ApiPropertyOptional({
    example: false,
    default: false,
    description: 'Whether the parts of the response that are wrong are taken out of it for the next try.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  clearWrong?: boolean;

  @ApiPropertyOptional({
    example: false,
    default: false,
    description: 'Whether it is told how many parts of the response are right.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  showRightCount?: boolean;
}

export class ScoreFeedbackResponse implements ScoreFeedback {
  @ApiProperty({ type: String, nullable: true, example: 'Well done.' })
  right: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Part of it is right.' })
  partly: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Read the unit about the center again.' })
  wrong: string | null;
}

export class HintResponse implements Hint {
  @ApiProperty({ example: 'Think of the **middle** of the sorted values.', description: 'Markdown.' })
  text: string;

  @ApiProperty({ example: false })
  clearWrong: boolean;

  @ApiProperty({ example: false })
  showRightCount: boolean;
}
