import { ApiProperty } from '@nestjs/swagger';
import { TEXT_ENCODINGS } from '../../../../shared/text/encodings';

const FLAG = { type: Boolean, required: false, default: false } as const;

/** The form of an upload, only for OpenAPI: the parts are read as a stream. */
export class GradebookImportForm {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The sheet, at most 20 MB.' })
  file: string;

  @ApiProperty({
    enum: TEXT_ENCODINGS,
    required: false,
    description:
      'How the characters of the file are written. If left out, a byte order mark decides, then whether the file is UTF-8; what the file looks like otherwise is told in the issues.',
  })
  encoding?: string;

  @ApiProperty({
    ...FLAG,
    description:
      'Only report what would be recorded (in the `changes` of the operation), and what cannot be (in its `issues`).',
  })
  dryRun?: boolean;

  @ApiProperty({ ...FLAG, description: 'Record the good cells, even if others cannot be imported.' })
  confirmed?: boolean;

  @ApiProperty({
    ...FLAG,
    description:
      'Replace what was recorded since the sheet was made, too. A sheet that does not say what it was made from replaces any result.',
  })
  overwrite?: boolean;

  @ApiProperty({
    ...FLAG,
    description:
      'Give scores in the place of those that were earned in quizzes. Later attempts do not change them.',
  })
  overrideQuizzes?: boolean;
}
