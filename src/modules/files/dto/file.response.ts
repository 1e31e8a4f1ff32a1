import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../shared/http/named-schemas';
import { fileAddress } from '../file-addresses';
import type { LinksOfFile } from '../delivery/file-links';
import type { FileWithContent } from '../files.repository';
import { MEDIA_TYPES } from '../media-types';
import { PURPOSE_NAMES, type PurposeName } from '../purposes/registry';
import { IMAGE_WIDTHS } from '../variants/image-sizes';

namedEnum('FilePurpose', PURPOSE_NAMES);
namedEnum('FileMediaType', MEDIA_TYPES);
namedEnum('ImageWidth', IMAGE_WIDTHS);

/** A picture in a smaller size. */
export class ImageVariantResponse {
  @ApiProperty({
    type: 'integer',
    enum: IMAGE_WIDTHS,
    description: 'In pixels, as `srcset` names it.',
    example: 480,
  })
  width: number;

  @ApiProperty({
    format: 'uri',
    description:
      'Opens this size alone, until `urlExpiresAt`. WebP, or JPEG where `Accept` does not take it.',
    example: 'http://localhost:3000/v1/file-contents?link=MDE5OTAwMDAvNDgw.1769940000000.c2lnbmF0dXJl',
  })
  url: string;
}

/** What is known of a file, with an address of its content. */
export class FileResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000000f1' })
  id: string;

  @ApiProperty({
    description: 'For people. It has no folders and no invisible characters, and an ending of its type.',
    example: 'box-plot.png',
  })
  name: string;

  @ApiProperty({ enum: MEDIA_TYPES, description: 'What the content is, by itself.', example: 'image/png' })
  mediaType: string;

  @ApiProperty({ type: 'integer', format: 'int64', minimum: 1, example: 24_816 })
  bytes: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of a picture as it is shown, in pixels; else, and where it is not known, null.',
    example: 1280,
  })
  width: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'As `width`.', example: 720 })
  height: number | null;

  @ApiProperty({
    description: 'Of the content, in hexadecimal.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  sha256: string;

  @ApiProperty({ enum: PURPOSE_NAMES, example: 'activity' })
  purpose: PurposeName;

  @ApiProperty({ format: 'date-time', example: '2026-02-01T09:00:00.000Z' })
  uploadedAt: Date;

  @ApiProperty({
    description:
      'What the text of an activity or of a question names the file by: `![A box plot](/v1/files/…/content)`.',
    example: '/v1/files/01990000-0000-7000-8000-0000000000f1/content',
  })
  address: string;

  @ApiProperty({
    format: 'uri',
    description:
      'For `<img>`, `<video>` and downloads: needs no token. Whoever has it can read the file until it expires.',
    example: 'http://localhost:3000/v1/file-contents?link=MDE5OTAwMDA.1769940000000.c2lnbmF0dXJl',
  })
  url: string;

  @ApiProperty({
    type: [ImageVariantResponse],
    description:
      'The picture in sizes smaller than its own, for `srcset`; empty for all that is no picture. What a camera wrote into it is left out. Each is made when it is first read.',
  })
  variants: ImageVariantResponse[];

  @ApiProperty({
    format: 'date-time',
    description: 'Of `url` and `variants`.',
    example: '2026-02-01T10:30:00.000Z',
  })
  urlExpiresAt: Date;
}

export function toFileResponse(
  { id, name, mediaType, bytes, width, height, sha256, purpose, uploadedAt }: FileWithContent,
  { url, variants, expiresAt }: LinksOfFile,
): FileResponse {
  return {
    ...{ id, name, mediaType, bytes, width, height, sha256: sha256.toString('hex'), purpose, uploadedAt },
    ...{ address: fileAddress(id), url, variants, urlExpiresAt: expiresAt },
  };
}
