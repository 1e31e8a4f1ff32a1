import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { IsHttpsAddress, MayBeLeftOut } from '../../../../../shared/http/field-rules';
import { activityType } from '../activity-type';

class ExternalLinkFields {
  @ApiProperty({
    description: 'The https address that the activity leads to.',
    example: 'https://library.example/statistics/exploratory-data-analysis',
  })
  @IsHttpsAddress({ max: 2000 })
  address: string;

  @ApiPropertyOptional({
    description: 'Whether it opens in a window of its own, beside the course. False if left out.',
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  opensInNewWindow?: boolean;
}

/** Something elsewhere: its content says what is there. */
export const externalLink = activityType({
  name: 'external_link',
  Fields: ExternalLinkFields,
  defaults: { opensInNewWindow: false },
  completedBy: ['marked_done', 'viewed'],
  owner: 'courses',
  examples: {
    add: {
      summary: 'A link to a page elsewhere',
      value: {
        title: 'How a newspaper draws distributions',
        content: 'Read the first two sections.',
        address: 'https://library.example/statistics/drawing-distributions',
        opensInNewWindow: true,
      },
    },
    change: {
      summary: 'The address of a link',
      value: { address: 'https://library.example/statistics/drawing-distributions-2' },
    },
  },
});
