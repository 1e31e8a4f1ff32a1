import { ApiProperty } from '@nestjs/swagger';
import { FileResponse } from '../../../files';

/** The files that the text of an activity names. */
export class ActivityFilesResponse {
  @ApiProperty({ type: [FileResponse], description: 'In the order in which they were uploaded.' })
  files: FileResponse[];
}
