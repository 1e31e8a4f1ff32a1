import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
} from 'class-validator';
import { IsDecimalText, IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { Tags } from '../../banks/dto/tags.fields';
import { QUESTION_TYPES, type QuestionType } from '../../question-types/registry';
import { MOST_QUESTIONS } from '../../questions/most-questions';
import { type Draw, type DrawSettings, TAGS_MATCH } from '../draws';

namedEnum('AllOrAny', TAGS_MATCH);

const FOLDER = {
  type: String,
  format: 'uuid',
  nullable: true,
  example: null,
  description: 'The folder that is drawn from; null for the whole bank.',
} as const;

const BANK = {
  type: String,
  format: 'uuid',
  nullable: true,
  example: null,
  description:
    'A bank that is shared with the course, from `GET /v1/courses/{courseId}/bank-shares`; null for that of the course.',
} as const;

/** Some questions of the bank, drawn for each attempt, as an author sends it. */
export class DrawDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MOST_QUESTIONS, example: 5 })
  @IsInt()
  @Min(1)
  @Max(MOST_QUESTIONS)
  count: number;

  @ApiProperty({ example: '2', description: 'What each drawn question is worth, whatever its key says.' })
  @IsDecimalText({ above: '0', max: '9999', places: 4 })
  points: string;

  @ApiPropertyOptional(BANK)
  @IsOptional()
  @IsId()
  bankId?: string | null;

  @ApiPropertyOptional(FOLDER)
  @IsOptional()
  @IsId()
  folderId?: string | null;

  @ApiPropertyOptional({ example: true, description: 'Whether the folders inside the folder count as well.' })
  @MayBeLeftOut()
  @IsBoolean()
  below?: boolean;

  @Tags('Only questions with these tags.', ['Measures of center'])
  tags?: string[];

  @ApiPropertyOptional({
    enum: TAGS_MATCH,
    example: 'all',
    description: 'Whether a question needs all of the tags, or one of them. If left out: `all`.',
  })
  @MayBeLeftOut()
  @IsIn(TAGS_MATCH)
  tagsMatch?: DrawSettings['tagsMatch'];

  @ApiPropertyOptional({
    enum: QUESTION_TYPES,
    isArray: true,
    example: ['single_choice'],
    description: 'Only questions of these types.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(QUESTION_TYPES.length)
  @IsIn(QUESTION_TYPES, { each: true })
  types?: QuestionType[];
}

/** A draw of a quiz, for staff. */
export class DrawResponse {
  @ApiProperty({ type: 'integer', example: 5 })
  count: number;

  @ApiProperty(BANK)
  bankId: string | null;

  @ApiProperty(FOLDER)
  folderId: string | null;

  @ApiProperty({ example: true })
  below: boolean;

  @ApiProperty({ type: [String], example: ['Measures of center'] })
  tags: string[];

  @ApiProperty({ enum: TAGS_MATCH, example: 'all' })
  tagsMatch: DrawSettings['tagsMatch'];

  @ApiProperty({ enum: QUESTION_TYPES, isArray: true, example: ['single_choice'] })
  types: QuestionType[];
}

export function toDraw({ count, points, bankId, folderId, below, tags, tagsMatch, types }: DrawDto): Draw {
  return {
    ...{ count, points, bankId: bankId ?? null, folderId: folderId ?? null, below: below ?? false },
    ...{ tags: tags ?? [], tagsMatch: tagsMatch ?? 'all', types: types ?? [] },
  };
}

export function toDrawResponse({
  count,
  bankId = null,
  folderId,
  below,
  tags,
  tagsMatch,
  types,
}: Draw): DrawResponse {
  return { count, bankId, folderId, below, tags, tagsMatch, types };
}
