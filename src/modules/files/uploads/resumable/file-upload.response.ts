import { ApiProperty } from '@nestjs/swagger';
import type { ResumableUpload } from './resumable-upload.entity';

/** An upload that can be resumed. */
export class FileUploadResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000000f7' })
  id: string;

  @ApiProperty({ type: 'integer', format: 'int64', description: 'As announced.', example: 73_400_320 })
  bytes: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    description: 'How many of them are there. As `Upload-Offset`.',
    example: 0,
  })
  arrivedBytes: number;

  @ApiProperty({
    format: 'date-time',
    description: 'What has arrived by then is removed, if the upload is not complete.',
    example: '2026-02-02T09:00:00.000Z',
  })
  expiresAt: Date;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The `id` of the file that it became, once it is complete.',
    example: null,
  })
  fileId: string | null;
}

export function toFileUploadResponse({
  id,
  bytes,
  arrived,
  expiresAt,
  fileId,
}: ResumableUpload): FileUploadResponse {
  return { id, bytes, arrivedBytes: arrived, expiresAt, fileId };
}
