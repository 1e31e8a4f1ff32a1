import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import type { ActivityType } from '../activity-types/registry';

/** The fields of every new activity, whatever its type. */
export class NewActivityDto {
  /** Checked by the class for the type (`activity-types/requests.ts`). */
  type: ActivityType;

  @ApiProperty({ description: 'Plain text.', example: 'The mean and the median' })
  @Text('line', { max: 200 })
  title: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'Markdown (CommonMark, tables, strikethrough; HTML in it is shown as text): the page, the video\'s description, or the quiz\'s instructions. Formulas of TeX between `$…$`, `$$…$$`, `\\(…\\)` or `\\[…\\]` stay as they are, in a `span` of the class `math`; "$5 and $10" is none. `> [!NOTE]`, and likewise `TIP`, `IMPORTANT`, `WARNING` and `CAUTION`, sets a passage off. It shows an uploaded picture, or links to another file, by its `address`: `![A box plot](/v1/files/…/content)`.',
    example: 'The **mean** shares the total out evenly; the **median** is the value in the middle.',
  })
  @IsOptional()
  @Text('lines', { max: 100_000 })
  content?: string | null;

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
