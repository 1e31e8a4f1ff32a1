import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { ANSWER_TYPES } from '../../../files';
import { MaxMegabytes } from '../parts/answer-files/answer-files';
import { ItsType, ListOf } from '../parts/definition-rules';

const NAME = 'file';
export const MOST_FILES = 20;
const MOST_TEMPLATES = 10;
const LONGEST_TEXT = 20_000;

namedEnum('AnswerFileType', ANSWER_TYPES);

/** A file to begin with, such as a form to fill in. */
export class TemplateFile {
  @ApiProperty({
    format: 'uuid',
    example: '01990000-0000-7000-8000-0000000000f3',
    description:
      'Of a file that an author uploaded. `media` of what shows the question has its address. It is for all who see the question.',
  })
  @IsId()
  fileId: string;
}

export class FileUploadDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({
    ...{ type: 'integer', minimum: 1, maximum: MOST_FILES, example: 1 },
    description: 'An answer with fewer files is kept, with a remark.',
  })
  @IsInt()
  @Min(1)
  @Max(MOST_FILES)
  minFiles: number;

  @ApiProperty({
    ...{ type: 'integer', minimum: 1, maximum: MOST_FILES, example: 2 },
    description: 'An answer with more files is refused.',
  })
  @IsInt()
  @Min(1)
  @Max(MOST_FILES)
  maxFiles: number;

  @ApiProperty({
    enum: ANSWER_TYPES,
    isArray: true,
    minItems: 1,
    uniqueItems: true,
    example: ['text/plain', 'application/pdf'],
    description: 'What the content of a file may be. Its name does not count.',
  })
  @ListOf(String, { min: 1, max: ANSWER_TYPES.length })
  @IsIn(ANSWER_TYPES, { each: true })
  mediaTypes: (typeof ANSWER_TYPES)[number][];

  @MaxMegabytes(5)
  maxMegabytes: number;

  @ApiPropertyOptional({ description: 'Files that learners begin with, such as a form to fill in.' })
  @MayBeLeftOut()
  @ListOf(TemplateFile, { min: 1, max: MOST_TEMPLATES })
  templates?: TemplateFile[];

  @ApiPropertyOptional({
    example: 'One point for the plot, one for what it says.',
    description: 'Markdown, for those who mark. Learners never see it.',
  })
  @MayBeLeftOut()
  @Text('lines', { min: 1, max: LONGEST_TEXT })
  markerNotes?: string;
}

export class FileUploadView extends PickType(FileUploadDefinition, [
  'minFiles',
  'maxFiles',
  'mediaTypes',
  'maxMegabytes',
  'templates',
]) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
