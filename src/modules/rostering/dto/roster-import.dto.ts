import { ApiProperty } from '@nestjs/swagger';

/** The form of an upload, only for OpenAPI: the parts are read as a stream. */
export class RosterImportForm {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'A zip of OneRoster 1.1 or 1.2 CSV files with their manifest.csv.',
  })
  file: string;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: 'Only report what would change.',
  })
  dryRun?: boolean;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description:
      'Import even if more of a class or of a file would end than ROSTER_END_SHARE_PERCENT, or if a complete file is empty.',
  })
  confirmed?: boolean;
}
