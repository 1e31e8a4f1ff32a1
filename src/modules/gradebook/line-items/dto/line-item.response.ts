import { ApiProperty } from '@nestjs/swagger';
import { nullablePlainDecimal, plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { dueIn } from '../due';
import type { LineItemFacts } from '../line-item-facts';

export class LineItemCategoryResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Homework' })
  title: string;
}

/** A column of the gradebook. */
export class LineItemResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The quiz that makes the results; null where instructors enter them.',
    example: null,
  })
  activityId: string | null;

  @ApiProperty({ type: LineItemCategoryResponse, nullable: true })
  category: LineItemCategoryResponse | null;

  @ApiProperty({ example: 'Survey plan' })
  title: string;

  @ApiProperty({ type: String, nullable: true, example: 'On one page: your question and the population.' })
  description: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2026-03-09' })
  assignDate: string | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description:
      'The day of `dueAt` in the course’s time zone. If the course gets another time zone later, the day stays.',
    example: '2026-03-27',
  })
  dueDate: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-27T22:59:59.999Z',
  })
  dueAt: Date | null;

  @ApiProperty({ example: '0', format: 'decimal' })
  resultValueMin: string;

  @ApiProperty({ example: '20', format: 'decimal', description: 'For a quiz the points of its questions.' })
  resultValueMax: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'The grading period that it names by hand. Null: it belongs to that in which it is due for each learner.',
    example: null,
  })
  periodId: string | null;

  @ApiProperty({
    format: 'decimal',
    example: '1',
    description: 'How much it counts in its category, where that weighs its items.',
  })
  weight: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description:
      'Where its category is `natural`: its weight in percent. Null: it has its part of the points.',
    example: null,
  })
  fixedWeight: string | null;

  @ApiProperty({
    example: false,
    description: 'Extra credit: it adds to what is reached, and not to what can be reached.',
  })
  isExtraCredit: boolean;

  @ApiProperty({ example: false, description: 'It counts in no total.' })
  isOmitted: boolean;

  @ApiProperty({ example: false, description: 'No drop rule of its category takes it.' })
  neverDropped: boolean;

  @ApiProperty({
    example: false,
    description:
      'Learners hand something in, so that it is missing when it is due and nothing came. Always true for a quiz.',
  })
  expectsSubmission: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'Since when it is archived, and so neither shown to learners nor counted; null while it is not.',
    example: null,
  })
  archivedAt: Date | null;

  @ApiProperty({ example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time' })
  updatedAt: Date;
}

export function toLineItemResponse(item: LineItemFacts, timeZone: string): LineItemResponse {
  const { id, courseId, activityId, category, title, description, assignDate, dueAt } = item;
  const { archivedAt, version, createdAt, updatedAt, isExtraCredit, isOmitted, neverDropped } = item;
  const { expectsSubmission } = item;
  return {
    ...{ id, courseId, activityId, category, title, description, assignDate, dueAt },
    dueDate: dueIn(timeZone, item)?.day ?? null,
    resultValueMin: plainDecimal(item.resultValueMin),
    resultValueMax: plainDecimal(item.resultValueMax),
    periodId: item.periodId,
    weight: plainDecimal(item.weight),
    fixedWeight: nullablePlainDecimal(item.fixedWeight),
    ...{
      isExtraCredit,
      isOmitted,
      neverDropped,
      expectsSubmission,
      archivedAt,
      version,
      createdAt,
      updatedAt,
    },
  };
}
