import { ApiProperty } from '@nestjs/swagger';
import { nullablePlainDecimal } from '../../../../shared/decimals/plain-decimal';
import type { GradesViewer } from '../../grades/grade-readers';
import { ChangedByResponse } from '../../results/dto/result.response';
import type { ComputedGrade } from '../computed-grades';
import {
  FINAL_MARKS,
  type FinalGradeValue,
  type FinalMark,
  type GivenGrade,
  isGiven,
  isSameGrade,
  standingGrade,
} from '../final-grade';
import { FINAL_GRADE_CAUSES, type FinalGradeCause } from '../final-grade-change.entity';
import type { FinalGradeKey, FinalGradeRow, FinalGradeStep } from '../final-grades.repository';
import { namedEnum } from '../../../../shared/http/named-schemas';
import type { GradingScheme } from '../../schemes/grading-scheme';

namedEnum('FinalGradeCause', FINAL_GRADE_CAUSES);

/** A number with its name, or a mark, or nothing. */
export class FinalGradeValueResponse implements FinalGradeValue {
  @ApiProperty({ type: String, format: 'decimal', nullable: true, example: '84.17' })
  percent: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'B',
    description: 'What the course’s scheme calls it; null without a scheme.',
  })
  grade: string | null;

  @ApiProperty({ enum: FINAL_MARKS, nullable: true, example: null })
  mark: FinalMark | null;
}

/** What a person gave in the place of the computed grade. */
export class GivenGradeResponse {
  @ApiProperty({ type: String, format: 'decimal', nullable: true, example: '85.5' })
  percent: string | null;

  @ApiProperty({ enum: FINAL_MARKS, nullable: true, example: null })
  mark: FinalMark | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Ill at the final, with a certificate.',
    description: 'Null for the learner.',
  })
  reason: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null for the learner.' })
  givenBy: string | null;

  @ApiProperty({ type: Date, format: 'date-time', nullable: true })
  givenAt: Date | null;
}

export class RecordedGradeResponse extends FinalGradeValueResponse {
  @ApiProperty({ format: 'date-time' })
  recordedAt: Date;
}

/** What a learner ends a course or a grading period with. */
export class FinalGradeResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'The grading period that the grade is for; null for the whole course.',
  })
  periodId: string | null;

  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({
    type: FinalGradeValueResponse,
    description: 'The one that stands: the recorded one, or else the given one, or else the computed one.',
  })
  standing: FinalGradeValueResponse;

  @ApiProperty({
    type: FinalGradeValueResponse,
    description: 'What scores and rules make now: the final total of posted scores.',
  })
  computed: FinalGradeValueResponse;

  @ApiProperty({
    type: GivenGradeResponse,
    nullable: true,
    description: 'What an instructor gave in its place; null: nothing.',
  })
  given: GivenGradeResponse | null;

  @ApiProperty({
    type: RecordedGradeResponse,
    nullable: true,
    description: 'What stands since the grades were closed; null while they are open.',
  })
  recorded: RecordedGradeResponse | null;

  @ApiProperty({
    example: false,
    description: 'Something has changed since it was recorded: another grade would be recorded now.',
  })
  isOutdated: boolean;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    example: false,
    description: 'Scores that are not posted would make another grade. Null for the learner.',
  })
  hasUnpostedScores: boolean | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Reads plots well, and asks where the numbers come from.',
    description: 'What is said of them in a report. For the learner null until the grades are closed.',
  })
  comment: string | null;

  @ApiProperty({ example: 1, description: '0 while nothing was given or recorded.' })
  version: number;
}

/** A learner with their final grade. */
export class LearnerFinalGradeResponse extends FinalGradeResponse {
  @ApiProperty({ example: 'Maya' })
  givenName: string;

  @ApiProperty({ example: 'Okonkwo' })
  familyName: string;
}

/** One step of the history of a final grade. */
export class FinalGradeChangeResponse {
  @ApiProperty({ format: 'date-time' })
  changedAt: Date;

  @ApiProperty({ enum: FINAL_GRADE_CAUSES, example: 'given' })
  cause: FinalGradeCause;

  @ApiProperty({ type: FinalGradeValueResponse, nullable: true, description: 'What stood before.' })
  from: FinalGradeValueResponse | null;

  @ApiProperty({ type: FinalGradeValueResponse, nullable: true, description: 'What has stood since.' })
  to: FinalGradeValueResponse | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Ill at the final, with a certificate.',
    description: 'Null for the learner.',
  })
  reason: string | null;

  @ApiProperty({ type: ChangedByResponse, nullable: true })
  changedBy: ChangedByResponse | null;
}

export function toFinalGradeResponse(
  key: FinalGradeKey,
  computed: ComputedGrade & { scheme: GradingScheme | null },
  row: FinalGradeRow | undefined,
  viewer: GradesViewer,
): FinalGradeResponse {
  const present = standingGrade(computed.value, givenOf(row), computed.scheme);
  const recorded = recordedOf(row);
  const isStaff = viewer === 'staff';
  return {
    ...key,
    standing: recorded ?? present,
    computed: computed.value,
    given: row && isGiven(row) ? toGiven(row, isStaff) : null,
    recorded: recorded && { ...recorded, recordedAt: row!.recordedAt! },
    isOutdated: recorded !== null && !isSameGrade(recorded, present),
    hasUnpostedScores: isStaff ? computed.hasUnpostedScores : null,
    comment: isStaff || recorded ? (row?.comment ?? null) : null,
    version: row?.version ?? 0,
  };
}

export function givenOf(row: GivenGrade | undefined): GivenGrade {
  return { percent: row?.percent ?? null, mark: row?.mark ?? null };
}

export function recordedOf(row: FinalGradeRow | undefined): FinalGradeValue | null {
  if (!row || row.recordedAt === null) return null;
  const { recordedPercent, recordedGrade: grade, recordedMark: mark } = row;
  return { percent: nullablePlainDecimal(recordedPercent), grade, mark };
}

function toGiven(
  { percent, mark, reason, givenBy, givenAt }: FinalGradeRow,
  isStaff: boolean,
): GivenGradeResponse {
  const shown = isStaff ? { reason, givenBy } : { reason: null, givenBy: null };
  return { percent: nullablePlainDecimal(percent), mark, ...shown, givenAt };
}

export function toFinalGradeChangeResponse(
  { cause, oldGrade, newGrade, reason, changedBy, changedAt, givenName, familyName }: FinalGradeStep,
  viewer: GradesViewer,
): FinalGradeChangeResponse {
  return {
    ...{ changedAt, cause, from: oldGrade, to: newGrade, reason: viewer === 'staff' ? reason : null },
    changedBy:
      changedBy === null
        ? null
        : { userId: changedBy, givenName: givenName ?? '', familyName: familyName ?? '' },
  };
}
