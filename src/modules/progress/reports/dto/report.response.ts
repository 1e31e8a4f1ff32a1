import { ApiProperty } from '@nestjs/swagger';
import { ACTIVITY_TYPES, type ActivityType } from '../../../courses';
import type { BehindCode } from '../../statistics/behind';

const BEHIND_CODES: BehindCode[] = ['overdue_work', 'far_below_median', 'inactive'];

const STATISTIC = { type: String, nullable: true, format: 'decimal' } as const;

export class WeekCountResponse {
  @ApiProperty({
    description: 'Week 1 begins on the day the course starts; 0 is the week before.',
    example: 3,
  })
  week: number;

  @ApiProperty({ example: 4 })
  count: number;
}

export class ProgressBandResponse {
  @ApiProperty({ description: 'Percent, included.', example: 60 })
  from: number;

  @ApiProperty({ description: 'Percent, not included except where it equals `from`.', example: 70 })
  to: number;

  @ApiProperty({ example: 7 })
  learners: number;
}

export class FunnelStepResponse {
  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({ example: 'Mean, median and mode' })
  title: string;

  @ApiProperty({ enum: ACTIVITY_TYPES, example: 'page' })
  type: ActivityType;

  @ApiProperty({ description: 'Active learners who completed it.', example: 21 })
  completed: number;

  @ApiProperty({ description: 'Of the active learners.', format: 'decimal', example: '87.5' })
  percentage: string;
}

export class ScoreBinResponse {
  @ApiProperty({ format: 'decimal', description: 'Included.', example: '12' })
  from: string;

  @ApiProperty({ format: 'decimal', description: 'Not included except in the last bin.', example: '14' })
  to: string;

  @ApiProperty({ example: 5 })
  count: number;
}

export class ScoreDistributionResponse {
  @ApiProperty({
    type: [ScoreBinResponse],
    description: 'Ten bins of equal width over the range of the line item.',
  })
  bins: ScoreBinResponse[];

  @ApiProperty({ description: 'Scores below the range.', example: 0 })
  below: number;

  @ApiProperty({ description: 'Scores above the range.', example: 0 })
  above: number;
}

export class LineItemFiguresResponse {
  @ApiProperty({ format: 'uuid' })
  lineItemId: string;

  @ApiProperty({ example: 'Survey plan' })
  title: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-27T22:59:59.999Z' })
  dueAt: Date | null;

  @ApiProperty({
    description: 'Results, those without a score included and those of suspended learners left out.',
    example: 23,
  })
  results: number;

  @ApiProperty({ description: 'Results without a score.', example: 1 })
  missingScores: number;

  @ApiProperty({ description: 'Results whose score date lies after the due day.', example: 2 })
  late: number;

  @ApiProperty({
    ...STATISTIC,
    description: 'Of the scores that are there, as the following.',
    example: '15.5',
  })
  mean: string | null;

  @ApiProperty({ ...STATISTIC, example: '16' })
  median: string | null;

  @ApiProperty({
    ...STATISTIC,
    description: 'Of a sample (n − 1); null for fewer than two.',
    example: '2.758824',
  })
  standardDeviation: string | null;

  @ApiProperty({ ...STATISTIC, example: '8' })
  min: string | null;

  @ApiProperty({ ...STATISTIC, example: '20' })
  max: string | null;

  @ApiProperty({
    type: ScoreDistributionResponse,
    nullable: true,
    description: 'Null where the line item has no range, as for a quiz without questions.',
  })
  distribution: ScoreDistributionResponse | null;
}

export class BehindReasonResponse {
  @ApiProperty({ enum: BEHIND_CODES, example: 'overdue_work' })
  code: BehindCode;

  @ApiProperty({
    description: 'Pieces of overdue work, percentage points below the median, or days without activity.',
    example: '2',
  })
  actual: string;

  @ApiProperty({ description: 'From which value on it is a reason.', example: '1' })
  limit: string;
}

export class LearnerBehindResponse {
  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ example: 'Maya' })
  givenName: string;

  @ApiProperty({ example: 'Okonkwo' })
  familyName: string;

  @ApiProperty({ format: 'decimal', description: 'Completed share of the activities.', example: '12.5' })
  percentage: string;

  @ApiProperty({ type: [BehindReasonResponse] })
  reasons: BehindReasonResponse[];
}

export class BehindResponse {
  @ApiProperty({ description: 'How many learners are behind.', example: 3 })
  total: number;

  @ApiProperty({
    type: [LearnerBehindResponse],
    description: 'Those with the most reasons first, then those who have completed least; at most 100.',
  })
  learners: LearnerBehindResponse[];
}

/** How a course is going. */
export class CourseReportResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ format: 'date-time' })
  asOf: Date;

  @ApiProperty({ description: 'Everybody who is or ever was a learner.', example: 26 })
  enrolled: number;

  @ApiProperty({
    description:
      'Learners who can take part now: whose enrollment is active and whose account is not suspended.',
    example: 24,
  })
  active: number;

  @ApiProperty({
    description:
      'Learners whose enrollment is active, but whose account is suspended. Besides `enrolled`, no other figure counts them or their results.',
    example: 0,
  })
  suspended: number;

  @ApiProperty({ description: 'Learners whose enrollment has an end date.', example: 2 })
  ended: number;

  @ApiProperty({
    type: [WeekCountResponse],
    nullable: true,
    description:
      'In which week of the course enrollments ended early, that is before the end date of the course (every end, in a course without one). Weeks without any are left out. Null for a course without a start date.',
  })
  endedByCourseWeek: WeekCountResponse[] | null;

  @ApiProperty({
    type: [ProgressBandResponse],
    description: 'Active learners by completed share of the activities.',
  })
  progressDistribution: ProgressBandResponse[];

  @ApiProperty({ type: [FunnelStepResponse], description: 'In the order of the course.' })
  completionFunnel: FunnelStepResponse[];

  @ApiProperty({ type: [LineItemFiguresResponse], description: 'By due date, what has none last.' })
  lineItems: LineItemFiguresResponse[];

  @ApiProperty({ type: BehindResponse })
  behind: BehindResponse;
}
