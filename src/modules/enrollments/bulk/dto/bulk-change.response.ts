import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { CursorQuery } from '../../../../shared/http/pagination';
import { BULK_ACTIONS, type BulkAction, ROW_OUTCOMES, type RowOutcome, type RowShape } from '../bulk-rows';
import type { ChangeRowRecord } from '../bulk-rows.repository';

namedEnum('EnrollmentChangeOutcome', ROW_OUTCOMES);

const STATE = { type: 'object', additionalProperties: true, nullable: true } as const;

/** What became of a row, or would become of it in a dry run. */
export class EnrollmentChangeRowResponse {
  @ApiProperty({
    type: 'integer',
    description: 'From 1, in the order of the rows. A line of a list of people may ask for several things.',
    example: 1,
  })
  number: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of the file, in which the column names are line 1; null for a row of a request.',
    example: 2,
  })
  line: number | null;

  @ApiProperty({ description: 'As the row names the person.', example: 'leela.varkey' })
  named: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The person; null where nobody is so named.',
    example: '01990000-0000-7000-8000-000000000a01',
  })
  userId: string | null;

  @ApiProperty({
    enum: BULK_ACTIONS,
    nullable: true,
    description: 'What is asked for; null where the row cannot be understood.',
    example: 'enroll',
  })
  action: BulkAction | null;

  @ApiProperty({ enum: ROW_OUTCOMES, description: '`already`: it was so before.', example: 'done' })
  outcome: RowOutcome;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it is refused; stable, for programs.',
    example: null,
  })
  code: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it is refused, for people, in English.',
    example: null,
  })
  message: string | null;

  @ApiProperty({
    ...STATE,
    description:
      'The enrollment (`enrollmentId`, `role`, `state`, `beginDate`, `endDate`, `spell`), the place (`setId`, `groupId`) or the tag (`tagId`, `isTagged`) before; null where there was no enrollment, and of refused rows.',
    example: null,
  })
  before: RowShape | null;

  @ApiProperty({
    ...STATE,
    description: 'The same after.',
    example: {
      ...{ enrollmentId: '01990000-0000-7000-8000-000000000e01', role: 'learner', state: 'active' },
      ...{ beginDate: '2026-03-02', endDate: null, spell: 1 },
    },
  })
  after: RowShape | null;
}

export function toEnrollmentChangeRowResponse(row: ChangeRowRecord): EnrollmentChangeRowResponse {
  const { number, line, named, userId, action, outcome, code, message, before, after } = row;
  return { number, line, named, userId, action, outcome, code, message, before, after };
}

export class EnrollmentChangeRowsQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: ROW_OUTCOMES, description: 'Only rows of which this became.' })
  @MayBeLeftOut()
  @IsIn(ROW_OUTCOMES)
  outcome?: RowOutcome;
}
