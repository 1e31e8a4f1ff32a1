import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional } from 'class-validator';
import { IsId } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { Tags } from './tags.fields';

const MOST_FILED = 100;

export const FILING_RESULTS = ['changed', 'unchanged', 'not_found', 'too_many_tags'] as const;
export type FilingResult = (typeof FILING_RESULTS)[number];
namedEnum('FilingResult', FILING_RESULTS);

/** What to change of many questions at once. What is left out stays as it is. */
export class FileQuestionsDto {
  @ApiProperty({
    type: [String],
    format: 'uuid',
    maxItems: MOST_FILED,
    description: 'Questions of the bank of the course.',
    // Of no bank, so that nothing is changed.
    example: ['01990000-0000-7000-8000-00000000ee09'],
  })
  @IsId({ each: true })
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(MOST_FILED)
  questionIds: string[];

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The folder to put them into; null takes them out of their folders.',
    example: null,
  })
  @IsOptional()
  @IsId()
  folderId?: string | null;

  @Tags('Tags that they get besides their own.', ['Exam 2026'])
  addTags?: string[];

  @Tags('Tags that they lose, however they are written.', ['draft'])
  removeTags?: string[];
}

export class QuestionFilingResult {
  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({
    enum: FILING_RESULTS,
    description:
      '`not_found`: not a question of the bank of this course. `too_many_tags`: it would have more than 20 tags, so nothing of it was changed.',
  })
  result: FilingResult;
}

export class QuestionFilingsResponse {
  @ApiProperty({ type: [QuestionFilingResult], description: 'In the order of the request.' })
  results: QuestionFilingResult[];
}
