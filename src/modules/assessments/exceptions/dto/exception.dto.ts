import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { exampleInstant } from '../../../../shared/http/description/example-days';
import { IsInstant, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { LONGEST_LIMIT_SECONDS, MOST_ATTEMPTS } from '../../quizzes/quiz-settings';

/** In code points. */
const LONGEST_REASON = 2000;

/** The whole exception. What is left out is as for everybody, with the person's accommodations. */
export class PutExceptionDto {
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: exampleInstant('03-04T08:00'),
    description: 'From then on this person can start attempts; null: at once.',
  })
  @IsOptional()
  @IsInstant()
  opensAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: exampleInstant('03-25T22:00'),
    description: 'When this person should have submitted; null: no due date.',
  })
  @IsOptional()
  @IsInstant()
  dueAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: exampleInstant('03-27T22:00'),
    description: 'From then on this person can start no attempt; null: never.',
  })
  @IsOptional()
  @IsInstant()
  closesAt?: Date | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: LONGEST_LIMIT_SECONDS,
    example: 5400,
    description: 'How long an attempt of this person may take; null: no limit.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_LIMIT_SECONDS)
  timeLimitSeconds?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: MOST_ATTEMPTS,
    example: 3,
    description: 'How many attempts this person has; null: no limit.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_ATTEMPTS)
  maxAttempts?: number | null;

  @ApiPropertyOptional({ example: false, description: 'Whether this person need not say the password.' })
  @MayBeLeftOut()
  @IsBoolean()
  passwordWaived?: boolean;

  @ApiProperty({ description: 'Why. For instructors and administrators only.', example: 'Ill that week' })
  @Text('lines', { min: 1, max: LONGEST_REASON })
  reason: string;
}

/** One attempt more. */
export class GiveAttemptDto {
  @ApiProperty({
    description: 'Why. For instructors and administrators only.',
    example: 'The power failed in the first attempt',
  })
  @Text('lines', { min: 1, max: LONGEST_REASON })
  reason: string;
}

/** Refused, so that trying the operation out overwrites nothing. */
export const EXCEPTION_BODIES: ExampleBodies = {
  nothing: { summary: 'Nothing is granted, which is refused', value: { reason: 'Sick leave' } },
};
