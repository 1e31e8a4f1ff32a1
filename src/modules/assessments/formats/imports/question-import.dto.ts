import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { TEXT_ENCODINGS } from '../../../../shared/text/encodings';
import { READ_FORMATS } from '../registry';

namedEnum('QuestionFileFormat', READ_FORMATS);
namedEnum('TextEncoding', TEXT_ENCODINGS);

/** The form of an upload, only for OpenAPI: the parts are read as a stream. */
export class QuestionImportForm {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description:
      'The file with the questions, at most 50 MB. For QTI an item, or a zip archive of items with their manifest.',
  })
  file: string;

  @ApiProperty({ enum: READ_FORMATS, example: 'gift' })
  format: string;

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
    description: 'Only report what would be added, and what would not.',
  })
  dryRun?: boolean;

  @ApiProperty({
    type: Boolean,
    required: false,
    default: false,
    description: 'Add what can be added, even if some questions of the file cannot.',
  })
  confirmed?: boolean;
}
