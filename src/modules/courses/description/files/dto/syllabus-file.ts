import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_FILE_ID } from '../../../../../shared/http/description/example-ids';
import { IsId, Text } from '../../../../../shared/http/field-rules';
import { FileResponse } from '../../../../files';

/** A file in the syllabus of a course. */
export class SyllabusFileDto {
  @ApiProperty({
    format: 'uuid',
    description: 'As `cover.fileId`, and it may be of any type.',
    example: EXAMPLE_FILE_ID,
  })
  @IsId()
  fileId: string;

  @ApiProperty({ description: 'Plain text: what it is.', example: 'Nine journeys to work' })
  @Text('line', { max: 200 })
  label: string;
}

export class SyllabusFileResponse {
  @ApiProperty({ description: 'Plain text: what it is.', example: 'Nine journeys to work' })
  label: string;

  @ApiProperty({
    type: FileResponse,
    description: 'Its `url` opens it for whoever has that. When it expires, read this again.',
  })
  file: FileResponse;
}
