import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsHttpsAddress, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { ACTIVITY_TYPES, type ActivityType } from '../../access/course-standing';

/** An activity to be added. */
export class CreateActivityDto {
  @ApiProperty({ enum: ACTIVITY_TYPES, description: 'It cannot be changed later.', example: 'page' })
  @IsIn(ACTIVITY_TYPES)
  type: ActivityType;

  @ApiProperty({ description: 'Plain text.', example: 'The mean and the median' })
  @Text('line', { max: 200 })
  title: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      "Markdown (CommonMark, tables, strikethrough; HTML in it is shown as text): the page, the video's description, or the quiz's instructions.",
    example: 'The **mean** shares the total out evenly; the **median** is the value in the middle.',
  })
  @IsOptional()
  @Text('lines', { max: 100_000 })
  content?: string | null;

  @ApiPropertyOptional({
    description: 'For a video, which needs it: an https address.',
    example: 'https://videos.example/statistics/mean-and-median',
  })
  @MayBeLeftOut()
  @IsHttpsAddress({ max: 2000 })
  videoUrl?: string;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Place in the section, from 1. Left out, or beyond the end: at the end.',
    example: 1,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  position?: number;
}

/** For OpenAPI: one a type. */
export const ACTIVITY_EXAMPLES = {
  page: {
    summary: 'A page',
    value: {
      type: 'page',
      title: 'The mean and the median',
      content: 'The **mean** shares the total out evenly; the **median** is the value in the middle.',
    },
  },
  video: {
    summary: 'A video',
    value: {
      type: 'video',
      title: 'Drawing a box plot',
      videoUrl: 'https://videos.example/statistics/box-plot',
      content: 'Pause after *each* quartile and draw along.',
    },
  },
  quiz: {
    summary: 'A quiz, first of all in its section',
    value: { type: 'quiz', title: 'Warm-up', content: 'Five minutes, as often as you like.', position: 1 },
  },
};

/** For OpenAPI. */
export const ACTIVITY_CHANGE_EXAMPLES = {
  page: {
    summary: 'The title and the text of a page',
    value: { title: 'Mean, median, mode', content: 'Three answers to *what is typical?*' },
  },
  video: {
    summary: 'The address of a video',
    value: { videoUrl: 'https://videos.example/statistics/box-plot-2' },
  },
};

/** What changes of an activity; what is left out stays. */
export class UpdateActivityDto extends PartialType(
  PickType(CreateActivityDto, ['title', 'content', 'videoUrl']),
  {
    skipNullProperties: false,
  },
) {}
