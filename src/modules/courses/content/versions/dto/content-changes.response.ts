import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { namedEnum } from '../../../../../shared/http/named-schemas';
import { CONTENT_CHANGES, type ContentChange } from '../outline-changes';

export const CHANGED_ITEMS = ['section', 'activity'] as const;
namedEnum('ChangedItem', CHANGED_ITEMS);

export class ContentFieldChange {
  @ApiProperty({ example: 'title' })
  field: string;

  @ApiPropertyOptional({
    description: 'Null where there was none. Left out of texts, which have a difference.',
  })
  before?: unknown;

  @ApiPropertyOptional({
    description: 'Null where there is none. Left out of texts, which have a difference.',
  })
  after?: unknown;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'Of a text: what differs, as a unified diff, cut after 20,000 characters. Null where the texts are too long and too different to compare them, or where the answer has as much of them as fits.',
    example: '@@ -1,1 +1,1 @@\n-The mean.\n+The **mean**.\n',
  })
  difference?: string | null;
}

export class ContentItemChange {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: CHANGED_ITEMS, example: 'activity' })
  kind: 'section' | 'activity';

  @ApiProperty({ example: 'The mean and the median', description: 'As it is after the change.' })
  title: string;

  @ApiProperty({ enum: CONTENT_CHANGES, isArray: true, example: ['moved', 'changed'] })
  changes: ContentChange[];

  @ApiProperty({
    type: [ContentFieldChange],
    description: 'What changed in it; empty where it was added or removed.',
  })
  fields: ContentFieldChange[];
}

/** What has to be done to one content of a course so that it becomes another. */
export class ContentChangesResponse {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The number of the version; null for the drafts, and where nothing is published.',
    example: 1,
  })
  from: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'As `from`.', example: null })
  to: number | null;

  @ApiProperty({
    type: [ContentItemChange],
    description:
      'Sections, then activities, each in the order after the change; what was removed comes last.',
  })
  changes: ContentItemChange[];
}
