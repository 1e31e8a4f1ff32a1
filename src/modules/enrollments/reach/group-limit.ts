import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional } from 'class-validator';
import { IsId } from '../../../shared/http/field-rules';
import { says } from '../../../shared/http/field-sentences';
import { MOST_GROUPS_OF_ASSISTANT } from '../enrollment.entity';
import { sentences } from '../enrollments.sentences';

/** The groups to which an assistant is to be limited, in the body of a request. */
export const IsGroupLimit = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: [String],
      format: 'uuid',
      nullable: true,
      minItems: 1,
      maxItems: MOST_GROUPS_OF_ASSISTANT,
      uniqueItems: true,
      description:
        'Limits an assistant to the learners who are in one of these groups of the course: in the roster, the gradebook, marking and progress. Null: to none.',
    }),
    IsOptional(),
    IsArray(),
    ArrayMinSize(
      1,
      says((field) => sentences.noGroups({ field })),
    ),
    ArrayMaxSize(MOST_GROUPS_OF_ASSISTANT),
    ArrayUnique(),
    IsId({ each: true }),
  );
