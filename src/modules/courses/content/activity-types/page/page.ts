import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../../../../shared/http/field-rules';
import { namedEnum } from '../../../../../shared/http/named-schemas';
import { renderHtml, renderMarkdown } from '../../../../../shared/markdown/markdown';
import { activityType } from '../activity-type';

export const PAGE_FORMATS = ['markdown', 'html'] as const;
export type PageFormat = (typeof PAGE_FORMATS)[number];
namedEnum('PageFormat', PAGE_FORMATS);

class PageFields {
  @ApiPropertyOptional({
    enum: PAGE_FORMATS,
    enumName: 'PageFormat',
    description:
      'What `content` is; `markdown` if left out. HTML, as it is pasted from elsewhere, loses all that is not in the HTML of Markdown, too: scripts, styles, forms, embedded pages and drawings.',
    example: 'markdown',
  })
  @MayBeLeftOut()
  @IsIn(PAGE_FORMATS)
  format?: PageFormat;
}

class ToldPage {
  @ApiProperty({
    enum: PAGE_FORMATS,
    enumName: 'PageFormat',
    description: 'What `content` is.',
    example: 'markdown',
  })
  format: PageFormat;
}

/** Something to read: its content is the page. */
export const page = activityType({
  name: 'page',
  Fields: PageFields,
  Told: ToldPage,
  defaults: { format: 'markdown' },
  render: (content, { format }) =>
    format === 'html' ? renderHtml(content, { files: true }) : renderMarkdown(content, { files: true }),
  completedBy: ['marked_done', 'viewed'],
  owner: 'courses',
  examples: {
    add: {
      summary: 'A page',
      value: {
        title: 'The mean and the median',
        content: 'The **mean** shares the total out evenly; the **median** is the value in the middle.',
      },
    },
    change: {
      summary: 'The title and the text of a page',
      value: { title: 'Mean, median, mode', content: 'Three answers to *what is typical?*' },
    },
  },
});
