import { ApiProperty } from '@nestjs/swagger';

/** The form of an upload, only for OpenAPI: the parts are read as a stream. */
export class CourseImportForm {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'A zip that `POST /v1/courses/{courseId}/exports` has written, here or elsewhere.',
  })
  file: string;

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 200,
    description: 'Of the course. Left out or empty: as the file says.',
  })
  title?: string;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: 'Only read and check the file.',
  })
  dryRun?: boolean;
}
