import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsId } from '../../../shared/http/field-rules';
import { TEXT_ENCODINGS } from '../../../shared/text/encodings';
import { AnonymousQuery, LISTED_STANDINGS, type ListedStanding } from '../scripts/dto/script.query';

/** Which scripts a sheet has. */
export class MarkSheetQuery extends AnonymousQuery {
  @ApiPropertyOptional({
    enum: LISTED_STANDINGS,
    default: 'waiting',
    description: '`waiting`: what waits for a mark of yours. `marked`: what has a mark, to be corrected.',
  })
  @IsOptional()
  @IsIn(LISTED_STANDINGS)
  standing: ListedStanding = 'waiting';

  @ApiPropertyOptional({ format: 'uuid', description: 'Only answers to this question.' })
  @IsOptional()
  @IsId()
  itemId?: string;
}

/** The form of an upload, only for OpenAPI: the parts are read as a stream. */
export class MarkImportForm {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The sheet with marks, at most 20 MB.' })
  file: string;

  @ApiProperty({
    enum: TEXT_ENCODINGS,
    required: false,
    description:
      'How the characters of the file are written. If left out, a byte order mark decides, then whether the file is UTF-8; what the file looks like otherwise is told in the issues.',
  })
  encoding?: string;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: 'Only report which marks would be given, and which lines cannot be imported.',
  })
  dryRun?: boolean;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: 'Give the marks of the good lines, even if others cannot be imported.',
  })
  confirmed?: boolean;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: 'Replace marks that were given since the sheet was made, too.',
  })
  overwrite?: boolean;
}
