import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsOptional } from 'class-validator';
import { IsInstant, MayBeLeftOut } from '../../../shared/http/field-rules';

/** Changes of when a survey takes answers, and of whose they are. Fields that are left out stay as they are. */
export class ScheduleSurveyDto {
  @ApiPropertyOptional({
    description:
      'Nobody learns who gave which answer, not those who run the server either: a name and an answer are never stored together. Fixed once there is an answer.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  isAnonymous?: boolean;

  @ApiPropertyOptional({
    description: 'Learners may change their answers while the survey is open. Never of an anonymous one.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  mayChange?: boolean;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'From when on it takes answers; null: as long as it is there.',
  })
  @IsOptional()
  @IsInstant()
  opensAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'From when on it takes none any more, after `opensAt`; null: as long as it is there.',
  })
  @IsOptional()
  @IsInstant()
  closesAt?: Date | null;
}

/** What a learner answers. */
export class AnswerSurveyDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: {},
    description:
      'By the ids of the questions: an option’s id, a list of them, a point of the scale, a decimal as text, or a text. A question that is left out has no answer.',
    example: { clarity: 3 },
  })
  @IsObject()
  answers: Record<string, unknown>;
}
