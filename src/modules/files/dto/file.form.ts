import { ApiProperty } from '@nestjs/swagger';
import { PURPOSE_NAMES, type PurposeName } from '../purposes/registry';

/** The form of an upload, only for OpenAPI: the parts are read as a stream. */
export class FileForm {
  @ApiProperty({ enum: PURPOSE_NAMES, description: 'What the file is for.', example: 'activity' })
  purpose: PurposeName;

  @ApiProperty({ type: 'string', format: 'binary', description: 'The file, with its name.' })
  file: string;
}
