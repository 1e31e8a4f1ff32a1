import { ApiProperty } from '@nestjs/swagger';

/** The form of an upload, for OpenAPI: its parts are read as they come. */
export class RosterImportForm {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'A zip of OneRoster 1.1 CSV files with their manifest.csv.',
  })
  file: string;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: 'Only tell what would change.',
  })
  dryRun?: boolean;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: 'Go on even if more enrollments of a class would end than ROSTER_END_SHARE_PERCENT.',
  })
  confirmed?: boolean;
}
