import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { namedEnum } from '../http/named-schemas';
import { undescribedPictures, undescribedPicturesInHtml } from './markdown';

export const TEXT_WARNING_CODES = ['picture_without_alternative_text'] as const;

namedEnum('TextWarningCode', TEXT_WARNING_CODES);

/** Something about a text that its author should look at. The text is kept as it is. */
export class TextWarning {
  @ApiProperty({ enum: TEXT_WARNING_CODES, example: 'picture_without_alternative_text' })
  code: (typeof TEXT_WARNING_CODES)[number];

  @ApiProperty({ example: 'content', description: 'Which text it is.' })
  field: string;

  @ApiProperty({
    example: '/v1/files/01990000-0000-7000-8000-0000000000f1/content',
    description: 'Of the picture.',
  })
  address: string;
}

/** Describes `warnings`, which are for staff. */
export function ToldWarnings(): PropertyDecorator {
  return ApiPropertyOptional({
    type: [TextWarning],
    description:
      'What an author should look at, for staff: pictures without a text for those who do not see them, `![A box plot](…)`.',
  });
}

/** What there is to say to the author of these texts, by the names of their fields. */
export function warningsOf(texts: Readonly<Record<string, string | null>>): TextWarning[] {
  return Object.entries(texts).flatMap(([field, text]) =>
    // Most texts have no picture, and need not be read for it.
    text?.includes('![') ? undescribed(field, undescribedPictures(text)) : [],
  );
}

/** As `warningsOf`, for a text that its author wrote in HTML, of which this is left. */
export function warningsOfHtml(field: string, html: string | null): TextWarning[] {
  return html === null ? [] : undescribed(field, undescribedPicturesInHtml(html));
}

function undescribed(field: string, addresses: readonly string[]): TextWarning[] {
  return addresses.map((address) => ({ code: 'picture_without_alternative_text', field, address }));
}
