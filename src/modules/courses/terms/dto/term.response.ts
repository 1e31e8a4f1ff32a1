import { ApiProperty } from '@nestjs/swagger';
import { TERM_TYPES, type Term, type TermType } from '../../academic-session.entity';

/** Days without classes. */
export class HolidayResponse {
  @ApiProperty({ example: 'Winter break' })
  title: string;

  @ApiProperty({ format: 'date', description: 'The first day.', example: '2026-02-16' })
  startDate: string;

  @ApiProperty({ format: 'date', description: 'The last day.', example: '2026-02-20' })
  endDate: string;
}

/** A span of the school's calendar. */
export class TermResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac01' })
  id: string;

  @ApiProperty({ example: 'Spring term' })
  title: string;

  @ApiProperty({ enum: TERM_TYPES, example: 'term' })
  type: TermType;

  @ApiProperty({ format: 'date', description: 'The first day.', example: '2026-01-12' })
  startDate: string;

  @ApiProperty({ format: 'date', description: 'The last day.', example: '2026-05-29' })
  endDate: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The term that it lies in.',
    example: null,
  })
  parentId: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The year in which its school year ends.',
    example: 2026,
  })
  schoolYear: number | null;

  @ApiProperty({ type: [HolidayResponse], description: 'Days without classes, as they were sent.' })
  holidays: HolidayResponse[];

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: 'The last day on which people enroll themselves in its courses.',
    example: '2026-01-23',
  })
  enrollUntil: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: 'The last day on which learners withdraw from its courses by themselves.',
    example: '2026-03-13',
  })
  dropUntil: string | null;

  @ApiProperty({
    description:
      'It comes from a roster, which may change its title, type, days, school year and the term that it lies in.',
    example: false,
  })
  isFromRoster: boolean;

  @ApiProperty({ type: 'integer', description: 'Counts its changes; the ETag is made of it.', example: 1 })
  version: number;
}

export function toTermResponse({ sourcedId, holidays, ...term }: Term): TermResponse {
  const { id, title, type, startDate, endDate, parentId, schoolYear, enrollUntil, dropUntil, version } = term;
  return {
    ...{ id, title, type, startDate, endDate, parentId, schoolYear },
    holidays: holidays ?? [],
    ...{ enrollUntil, dropUntil, isFromRoster: sourcedId !== null, version },
  };
}
