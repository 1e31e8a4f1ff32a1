import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../shared/http/field-rules';

/** Of one mark. */
const MOST_FILES = 10;

/** Names the files that go back to the learner with a mark. */
export function FeedbackFileIds(told: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: [String],
      format: 'uuid',
      description: `Files for the learner, such as the answer with notes in it: uploaded with the purpose \`feedback\` by you, or given back with this script before. ${told}`,
    }),
    MayBeLeftOut(),
    IsId({ each: true }),
    ArrayMaxSize(MOST_FILES),
    ArrayUnique(),
  );
}
