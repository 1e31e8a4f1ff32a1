import { ApiProperty } from '@nestjs/swagger';
import { type FileFacts, MEDIA_TYPES } from '../../../../files';

/** What people want to know of a file before they open it. */
export class FileFactsResponse {
  @ApiProperty({ description: 'As its author named it.', example: 'nine-journeys.png' })
  name: string;

  @ApiProperty({ enum: MEDIA_TYPES, enumName: 'FileMediaType', example: 'image/png' })
  mediaType: string;

  @ApiProperty({ type: 'integer', format: 'int64', minimum: 1, example: 24_816 })
  bytes: number;
}

/** Undefined for a file that there is not. Files never change, so what is told of one when it is named stays true. */
export function toldFacts(file: FileFacts | undefined): FileFactsResponse | undefined {
  return file && { name: file.name, mediaType: file.mediaType, bytes: file.bytes };
}
