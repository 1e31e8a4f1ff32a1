import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsId, Text } from '../../../../shared/http/field-rules';
import { IsFlag } from '../../../../shared/http/list-fields';
import { CursorQuery } from '../../../../shared/http/pagination';
import { QUESTION_TYPES, type QuestionType } from '../../question-types/registry';
import { LONGEST_TAG } from '../tags';

const BANK = {
  format: 'uuid',
  description:
    'A bank that is shared with the course, from `GET /v1/courses/{courseId}/bank-shares`. If left out: that of the course.',
};

/** Which bank is asked for. */
export class BankChoice {
  @ApiPropertyOptional(BANK)
  @IsOptional()
  @IsId()
  bankId?: string;
}

export class TagsQuery extends CursorQuery {
  @ApiPropertyOptional(BANK)
  @IsOptional()
  @IsId()
  bankId?: string;
}

/** Which questions of a bank are listed: those for which all of this is true. */
export class BankQuery extends TagsQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only questions in this folder.' })
  @IsOptional()
  @IsId()
  folderId?: string;

  @IsFlag('With `folderId`, questions in the folders inside it as well.')
  below: boolean = false;

  @IsFlag('Only questions in no folder.')
  unfiled: boolean = false;

  @ApiPropertyOptional({
    description: 'Only questions with this tag. Letter case and accents do not matter.',
    example: 'Measures of center',
  })
  @IsOptional()
  @Text('line', { max: LONGEST_TAG })
  tag?: string;

  @ApiPropertyOptional({ enum: QUESTION_TYPES })
  @IsOptional()
  @IsIn(QUESTION_TYPES)
  type?: QuestionType;

  @ApiPropertyOptional({
    description:
      'Words of the prompt, the choices or the tags, in any order: those of three letters or more are found anywhere inside, shorter ones at the beginning of a word. Letter case and accents do not matter.',
    example: 'median',
  })
  @IsOptional()
  @Text('line', { max: 100 })
  search?: string;
}
