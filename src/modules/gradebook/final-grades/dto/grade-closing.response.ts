import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import type { ClosingRow } from '../grade-closings.repository';

export const GRADES_STATES = ['open', 'closing', 'closed'] as const;
export type GradesState = (typeof GRADES_STATES)[number];
namedEnum('GradesState', GRADES_STATES);

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

/** Whether the grades of a course are closed. */
export class GradesStateResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({
    enum: GRADES_STATES,
    example: 'open',
    description:
      '`closed`: final grades are recorded, and nobody changes scores, line items and grade rules by hand. `closing`: as `closed`, but not all are recorded yet; `PUT` goes on with it.',
  })
  state: GradesState;

  @ApiProperty({ type: [GradeClosingResponse], description: 'The latest 20, the newest first.' })
  closings: GradeClosingResponse[];
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

/** What closing the grades of a course would record. */
export class ClosingPreviewResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    example: '2026-12-18',
    description: 'The last day of a course that goes on; null for any other.',
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

export function toGradesStateResponse(
  courseId: string,
  closings: readonly ClosingRow[],
): GradesStateResponse {
  const present = closings.find(({ closedCourseId }) => closedCourseId !== null);
  const closed = present?.recordedAt ? 'closed' : 'closing';
  return {
    ...{ courseId, state: present ? closed : 'open' },
    closings: closings.map(({ id, closedBy, closedAt, learners, reopenedBy, reopenedAt, reason }) => ({
      ...{ id, closedBy, closedAt, learners, reopenedBy, reopenedAt, reason },
    })),
  };
}
