import { ApiProperty } from '@nestjs/swagger';
import { MEDIA_TYPES, type MediaType } from '../media-types';
import { PURPOSE_NAMES, type PurposeName } from '../purposes/registry';

/** What may be uploaded for a purpose. */
export class PurposeLimitsResponse {
  @ApiProperty({ enum: PURPOSE_NAMES, example: 'activity' })
  purpose: PurposeName;

  @ApiProperty({
    enum: MEDIA_TYPES,
    isArray: true,
    description: 'What the content may be. The name of a file does not count.',
    example: ['image/png', 'application/pdf'],
  })
  mediaTypes: readonly MediaType[];

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'Of one file for this purpose.',
    example: 26_214_400,
  })
  maxBytesPerFile: number;
}

/** How much may be uploaded, in bytes. */
export class FileLimitsResponse {
  @ApiProperty({ type: [PurposeLimitsResponse] })
  purposes: PurposeLimitsResponse[];

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'Of one file, whatever it is for.',
    example: 104_857_600,
  })
  maxBytesPerFile: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'Of all that you have uploaded and that is still there.',
    example: 2_147_483_648,
  })
  maxBytesPerPerson: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'What you have uploaded. Uploads that have begun and can be resumed count as complete.',
    example: 24_816,
  })
  yourBytes: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'Of all files of a course, each counted once.',
    example: 2_147_483_648,
  })
  maxBytesPerCourse: number;
}
