import { ApiProperty } from '@nestjs/swagger';
import { FINAL_MARKS, type FinalMark } from '../../final-grades/final-grade';
import type { CertificationRow } from '../certifications.repository';

/** That somebody has certified the final grades of a course. */
export class CertificationResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  certifiedBy: string | null;

  @ApiProperty({ format: 'date-time' })
  certifiedAt: Date;

  @ApiProperty({ type: 'integer', example: 24 })
  learners: number;

  @ApiProperty({
    example: 'Fi4wQ9sWZo8kcy9ysKNSFWfzxSmCAz0h6KxjZUAJRkc',
    description:
      'Root of the hash tree (RFC 6962, SHA-256, base64url) over what is certified of each learner. Who keeps it can check any proof without this server.',
  })
  root: string;

  @ApiProperty({
    example: true,
    description: 'Nothing was amended since, and the grades of the course are still closed.',
  })
  isCurrent: boolean;
}

/** Proves to anybody what was certified about one learner, and tells nothing about others. */
export class GradeProofResponse {
  @ApiProperty({ format: 'uuid' })
  certificationId: string;

  @ApiProperty({
    example:
      '["stoa.final-grade.1","01990000-0000-7000-8000-000000000001","01990000-0000-7000-8000-000000000002","84.17","B",null]',
    description: 'What is certified, to the last character: course, learner, percentage, grade and mark.',
  })
  statement: string;

  @ApiProperty({
    example: 'w2pUqGmgmfO1cXYbnr2qfQv5mBqJLgR6q0zcjvZy3bI',
    description: '32 bytes, base64url.',
  })
  salt: string;

  @ApiProperty({ type: 'integer', example: 3, description: 'Of the leaf, from 0.' })
  position: number;

  @ApiProperty({ type: 'integer', example: 24, description: 'How many leaves the tree has.' })
  size: number;

  @ApiProperty({
    type: [String],
    example: ['Fi4wQ9sWZo8kcy9ysKNSFWfzxSmCAz0h6KxjZUAJRkc'],
    description: 'Hashes of the siblings, from the leaf up, each 32 bytes in base64url.',
  })
  path: string[];
}

/** What was certified about a learner last. */
export class CertifiedGradeResponse {
  @ApiProperty({
    type: CertificationResponse,
    nullable: true,
    description: 'Null: their grade was never certified.',
  })
  certification: CertificationResponse | null;

  @ApiProperty({ type: GradeProofResponse, nullable: true })
  proof: GradeProofResponse | null;
}

/** What a proof that holds says. */
export class CertifiedStatementResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ type: String, format: 'decimal', nullable: true, example: '84.17' })
  percent: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'B' })
  grade: string | null;

  @ApiProperty({ enum: FINAL_MARKS, nullable: true, example: null })
  mark: FinalMark | null;
}

export class CheckedProofResponse {
  @ApiProperty({ example: true, description: 'Whether this server certified the statement, as it stands.' })
  isGenuine: boolean;

  @ApiProperty({
    type: CertifiedStatementResponse,
    nullable: true,
    description: 'Null unless it is genuine.',
  })
  states: CertifiedStatementResponse | null;

  @ApiProperty({ type: Date, format: 'date-time', nullable: true })
  certifiedAt: Date | null;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    example: true,
    description: 'False where grades of the course were amended or opened since: ask for a newer proof.',
  })
  isCurrent: boolean | null;
}

export class UncertifiedCourseResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ example: 'STAT-101' })
  code: string;

  @ApiProperty({ example: 'Foundations of Statistics' })
  title: string;

  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2026-09-01' })
  startDate: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2026-12-18' })
  endDate: string | null;

  @ApiProperty({ example: false, description: 'The grades are closed, so they can be certified.' })
  isClosed: boolean;

  @ApiProperty({
    type: Date,
    format: 'date-time',
    nullable: true,
    description: 'When they were certified last, before something was amended; null: never.',
  })
  lastCertifiedAt: Date | null;
}

export function toCertificationResponse(row: CertificationRow): CertificationResponse {
  const { id, courseId, certifiedBy, certifiedAt, learners, root, isCurrent } = row;
  return {
    ...{ id, courseId, certifiedBy, certifiedAt, learners },
    root: root.toString('base64url'),
    isCurrent: isCurrent === 1,
  };
}
