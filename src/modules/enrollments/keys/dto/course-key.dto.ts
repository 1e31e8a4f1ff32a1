import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { IsId, IsInstant, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { isLongEnough, LONGEST_KEY, SHORTEST_KEY } from '../key-rules';
import { sentences } from '../keys.sentences';

/** A key as somebody says it. */
export const SaidKey = (): PropertyDecorator => Text('line', { max: 2 * LONGEST_KEY });

export class NewCourseKeyDto {
  @ApiProperty({ description: 'What staff call it.', example: 'Tuesday lab' })
  @Text('line', { max: 255 })
  label: string;

  @ApiPropertyOptional({
    description: `The key itself, of ${SHORTEST_KEY} characters or more. If it is left out, one is made.`,
    example: 'hazel-under-oak',
  })
  @MayBeLeftOut()
  @Text('line', { max: LONGEST_KEY })
  @fieldRule(
    'minLength',
    (value) => typeof value !== 'string' || isLongEnough(value),
    () => sentences.keyTooShort({ least: SHORTEST_KEY }),
  )
  key?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'A group of the course, into which whoever comes in with the key is put.',
  })
  @MayBeLeftOut()
  @IsId()
  groupId?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'It opens the course from this instant on; null: from the start.',
  })
  @IsOptional()
  @IsInstant()
  opensAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'And no more from this one on; null: no such instant.',
  })
  @IsOptional()
  @IsInstant()
  closesAt?: Date | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 100_000,
    description: 'For how many people it opens the course; null: for any number.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  maxUses?: number | null;
}

/** For OpenAPI. */
export const NEW_KEY_EXAMPLES = {
  written: {
    summary: 'A key of your own, for 20 people',
    value: { label: 'Tuesday lab', key: 'hazel-under-oak', maxUses: 20 },
  },
  made: { summary: 'A key that is made for you', value: { label: 'Lecture' } },
};

/** What is left out stays. */
export class ChangeCourseKeyDto extends PartialType(OmitType(NewCourseKeyDto, ['key', 'groupId']), {
  skipNullProperties: false,
}) {}
