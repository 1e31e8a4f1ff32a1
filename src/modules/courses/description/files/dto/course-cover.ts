import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_FILE_ID } from '../../../../../shared/http/description/example-ids';
import { IsId, Text } from '../../../../../shared/http/field-rules';
import { type FileResponse, ImageVariantResponse, MEDIA_TYPES } from '../../../../files';

/** The picture on the cover of a course, with what it shows in words. */
export class CourseCoverDto {
  @ApiProperty({
    format: 'uuid',
    description:
      'A picture that you uploaded for activities or questions, or that one of these has which you may read.',
    example: EXAMPLE_FILE_ID,
  })
  @IsId()
  fileId: string;

  @ApiProperty({
    description: 'Plain text: what the picture shows, for those who do not see it.',
    example: 'Nine journeys to work, each a dot above its time in minutes',
  })
  @Text('line', { max: 500 })
  text: string;
}

/** The picture on the cover of a course, with addresses that open it for whoever has them. */
export class CourseCoverResponse {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_FILE_ID })
  fileId: string;

  @ApiProperty({
    description: 'What the picture shows, for the `alt` of an `<img>`.',
    example: 'Nine journeys to work, each a dot above its time in minutes',
  })
  text: string;

  @ApiProperty({ enum: MEDIA_TYPES, enumName: 'FileMediaType', example: 'image/png' })
  mediaType: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'As it is shown, in pixels; null where it is not known.',
    example: 1280,
  })
  width: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'As `width`.', example: 720 })
  height: number | null;

  @ApiProperty({
    format: 'uri',
    description: 'For `<img>`: needs no token. When it expires, read the course again.',
    example: 'http://localhost:3000/v1/file-contents?link=MDE5OTAwMDA.1769940000000.c2lnbmF0dXJl',
  })
  url: string;

  @ApiProperty({
    type: [ImageVariantResponse],
    description: 'The picture in sizes smaller than its own, for `srcset`.',
  })
  variants: ImageVariantResponse[];

  @ApiProperty({
    format: 'date-time',
    description: 'Of `url` and `variants`.',
    example: '2026-02-01T10:30:00.000Z',
  })
  urlExpiresAt: Date;
}

export function toCourseCover(
  { id: fileId, mediaType, width, height, url, variants, urlExpiresAt }: FileResponse,
  text: string,
): CourseCoverResponse {
  return { fileId, text, mediaType, width, height, url, variants, urlExpiresAt };
}
