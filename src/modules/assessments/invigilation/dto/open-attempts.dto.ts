import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, Max, Min } from 'class-validator';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';

/** So many attempts can be named at once. */
const MOST_NAMED = 500;
/** In code points. */
const LONGEST_REASON = 2000;
const LONGEST_MESSAGE = 2000;
/** A day. */
const MOST_MINUTES = 1440;

class ChosenAttemptsDto {
  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    maxItems: MOST_NAMED,
    description: 'Which open attempts; all that are open now, if it is left out.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_NAMED)
  @ArrayUnique()
  @IsId({ each: true })
  attemptIds?: string[];
}

export class PauseAttemptsDto extends ChosenAttemptsDto {
  @ApiProperty({ description: 'Why. For staff only.', example: 'The fire alarm rang' })
  @Text('lines', { min: 1, max: LONGEST_REASON })
  reason: string;
}

export class ResumeAttemptsDto extends ChosenAttemptsDto {
  @ApiPropertyOptional({ description: 'Why. For staff only.', example: 'Everybody is back' })
  @MayBeLeftOut()
  @Text('lines', { min: 1, max: LONGEST_REASON })
  reason?: string;
}

export class ExtendAttemptsDto extends PauseAttemptsDto {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: MOST_MINUTES,
    example: 10,
    description: 'Minutes that are added to what has been added before, thirty days in all.',
  })
  @IsInt()
  @Min(1)
  @Max(MOST_MINUTES)
  minutes: number;
}

export class MessageAttemptsDto extends ChosenAttemptsDto {
  @ApiProperty({
    description: 'Plain text. Learners see it.',
    example: 'There is a mistake in question 3: read 5 for 4.',
  })
  @Text('lines', { min: 1, max: LONGEST_MESSAGE })
  text: string;
}
