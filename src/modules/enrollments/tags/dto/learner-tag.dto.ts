import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';

/** In each list of one request; a larger class is tagged in several. */
const MOST_PEOPLE = 1000;

export class NewLearnerTagDto {
  @ApiProperty({ example: 'Part-time' })
  @Text('line', { max: 255 })
  title: string;
}

export class ChangeLearnerTagDto extends PartialType(NewLearnerTagDto, { skipNullProperties: false }) {}

/** Who gets a tag, and who loses it. All others stay as they are. */
export class TagLearnersDto {
  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    maxItems: MOST_PEOPLE,
    uniqueItems: true,
    example: [],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_PEOPLE)
  @ArrayUnique()
  @IsId({ each: true })
  add?: string[];

  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    maxItems: MOST_PEOPLE,
    uniqueItems: true,
    example: [],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_PEOPLE)
  @ArrayUnique()
  @IsId({ each: true })
  remove?: string[];
}

export class LearnerTagsQuery extends CursorQuery {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Only the tags of this learner.' })
  @MayBeLeftOut()
  @IsId()
  userId?: string;
}
