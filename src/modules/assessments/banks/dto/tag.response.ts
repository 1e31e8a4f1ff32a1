import { ApiProperty } from '@nestjs/swagger';
import type { QuestionTag } from '../question-tag.entity';

/** A tag that questions of a bank have. */
export class TagResponse {
  @ApiProperty({
    example: 'Measures of center',
    description: 'As it is written at the oldest of its questions.',
  })
  tag: string;
}

export function toTagResponse({ label }: Pick<QuestionTag, 'label'>): TagResponse {
  return { tag: label };
}
