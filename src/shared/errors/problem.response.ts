import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Sentence } from '../sentences/sentence';
import type { FieldError } from './domain-error';

export class ProblemField {
  @ApiProperty({ description: 'Path of the field in the body or the query.', example: 'title' })
  field: string;

  @ApiProperty({ description: 'The rule it breaks. `required`: the field is missing.', example: 'maxLength' })
  rule: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number', format: 'double' }] },
    description: 'What the message says about the rule, such as its bounds, to say it in words of your own.',
    example: { max: 200 },
  })
  params?: Record<string, string | number>;

  @ApiProperty({ example: 'title must have at most 200 characters' })
  message: string;
}

/** An error as RFC 9457 `application/problem+json`. */
export class Problem {
  @ApiProperty({
    description: 'Stable address of the kind of problem.',
    example: 'https://stoa.example/problems/request.invalid',
  })
  type: string;

  @ApiProperty({ example: 'Unprocessable Content' })
  title: string;

  @ApiProperty({ example: 422 })
  status: number;

  @ApiProperty({ description: 'Stable code for programs.', example: 'request.invalid' })
  code: string;

  @ApiProperty({ description: 'What is wrong, for people.', example: 'The request has 1 fault.' })
  detail: string;

  @ApiProperty({
    description: 'The request, as the logs name it.',
    example: '01990000-0000-7000-8000-000000000000',
  })
  requestId: string;

  @ApiProperty({ type: [ProblemField], required: false })
  errors?: ProblemField[];
}

/** A problem apart from the request that met it and from the language of its reader. */
export interface ProblemDescription {
  status: number;
  code: string;
  detail: Sentence;
  fields?: readonly FieldError[];
  /** After how many seconds the request is worth sending again. */
  retryAfterSeconds?: number;
}

/** An error as it is answered: its status, the headers that belong to it, and the body. */
export interface ProblemAnswer {
  status: number;
  headers: Record<string, string>;
  body: Problem;
}
