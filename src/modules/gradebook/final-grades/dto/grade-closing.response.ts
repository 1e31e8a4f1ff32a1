import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import type { PeriodRow } from '../../periods/grading-periods.repository';
import type { ClosingRow } from '../grade-closings.repository';
import type { GradeScope } from '../grade-scope';

export const GRADES_STATES = ['open', 'closing', 'closed'] as const;
export type GradesState = (typeof GRADES_STATES)[number];
namedEnum('GradesState', GRADES_STATES);

const PERIOD_ID = {
  type: String,
  format: 'uuid',
  nullable: true,
  example: null,
  description: 'The grading period that was asked for; null for the whole course.',
};

/** That the grades of a course were closed, and perhaps opened again. */
export class GradeClosingResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  closedBy: string | null;

  @ApiProperty({ format: 'date-time' })
  closedAt: Date;

  @ApiProperty({
    type: 'integer',
    example: 24,
    description: 'How many final grades were recorded.',
  })
  learners: number;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  reopenedBy: string | null;

  @ApiProperty({ type: Date, format: 'date-time', nullable: true, description: 'Null: they are closed.' })
  reopenedAt: Date | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why they were opened again.' })
  reason: string | null;
}

/** Whether the grades of one grading period of a course are closed. */
export class PeriodStateResponse {
  @ApiProperty({ format: 'uuid' })
  periodId: string;

  @ApiProperty({ example: 'First half' })
  title: string;

  @ApiProperty({ enum: GRADES_STATES, example: 'closed' })
  state: GradesState;
}

/** Whether the grades of a course, or of one of its grading periods, are closed. */
export class GradesStateResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty(PERIOD_ID)
  periodId: string | null;

  @ApiProperty({
    enum: GRADES_STATES,
    example: 'open',
    description:
      '`closed`: final grades are recorded, and nobody changes scores, line items and grade rules by hand; of a period, what belongs to it. `closing`: as `closed`, but not all are recorded yet; `PUT` goes on with it.',
  })
  state: GradesState;

  @ApiProperty({ type: [GradeClosingResponse], description: 'The latest 20, the newest first.' })
  closings: GradeClosingResponse[];

  @ApiProperty({
    type: [PeriodStateResponse],
    description: 'All grading periods of the course, in the order of time.',
  })
  periods: PeriodStateResponse[];
}

/** A learner of whom something may change after the grades are closed. */
export class UnfinishedLearnerResponse {
  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ example: 'Maya' })
  givenName: string;

  @ApiProperty({ example: 'Okonkwo' })
  familyName: string;

  @ApiProperty({ example: true, description: 'Scores that are not posted would make another final grade.' })
  hasUnpostedScores: boolean;

  @ApiProperty({ example: false, description: 'Something that was handed in waits for a mark.' })
  awaitsMarks: boolean;
}

/** What closing the grades of a course, or of a grading period, would record. */
export class ClosingPreviewResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty(PERIOD_ID)
  periodId: string | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    example: '2026-12-18',
    description: 'The last day of a course or a period that goes on; null for any other.',
  })
  lastDay: string | null;

  @ApiProperty({ type: 'integer', example: 24, description: 'Everybody who is or was a learner.' })
  learners: number;

  @ApiProperty({ type: 'integer', example: 1 })
  withUnpostedScores: number;

  @ApiProperty({ type: 'integer', example: 2 })
  withAwaitedMarks: number;

  @ApiProperty({ type: [UnfinishedLearnerResponse], description: 'By name, the first 100 of both.' })
  unfinished: UnfinishedLearnerResponse[];
}

/**
 * @param closings of the scope
 * @param present what keeps the course and its periods closed
 */
export function toGradesStateResponse(
  { courseId, periodId }: GradeScope,
  closings: readonly ClosingRow[],
  { periods, present }: { periods: readonly PeriodRow[]; present: readonly ClosingRow[] },
): GradesStateResponse {
  return {
    ...{ courseId, periodId, state: stateOf(closings.find(({ closedCourseId }) => closedCourseId !== null)) },
    closings: closings.map(({ id, closedBy, closedAt, learners, reopenedBy, reopenedAt, reason }) => ({
      ...{ id, closedBy, closedAt, learners, reopenedBy, reopenedAt, reason },
    })),
    periods: periods.map(({ id, title }) => ({
      ...{ periodId: id, title },
      state: stateOf(present.find((closing) => closing.periodId === id)),
    })),
  };
}

function stateOf(present: ClosingRow | undefined): GradesState {
  if (!present) return 'open';
  return present.recordedAt ? 'closed' : 'closing';
}
