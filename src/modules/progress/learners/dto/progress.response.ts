import { ApiProperty } from '@nestjs/swagger';
import { ACTIVITY_TYPES, type ActivityType } from '../../../courses';
import { completedPercentage, countsInProgress } from '../../statistics/completion';
import type { OwnProgress } from '../own-progress';
import type { ActivityProgress, LearnerProgress } from '../progress.repository';

const PERCENTAGE = {
  format: 'decimal',
  description:
    'Completed share of the activities that count, in percent with at most one decimal; `100` is all of them. `0` where none counts.',
  example: '62.5',
};

const TOTAL = {
  type: 'integer',
  description:
    'Activities that count for the learner: those that are required, or all where nothing is; without quizzes that have no questions, quizzes from which the learner is exempt, and what nobody completes. What is closed to the learner counts; what is hidden from them does not.',
  example: 24,
} as const;

export class NextActivityResponse {
  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({ enum: ACTIVITY_TYPES, example: 'page' })
  type: ActivityType;

  @ApiProperty({ example: 'Mean, median and mode' })
  title: string;
}

export class ActivityProgressResponse extends NextActivityResponse {
  @ApiProperty({ format: 'uuid' })
  sectionId: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null while it is not.' })
  completedAt: Date | null;

  @ApiProperty({
    description:
      'False for what the learner need not do: what is optional in a course where something is required, a quiz from which they are exempt, or one without questions. Such activities are in none of the numbers.',
    example: true,
  })
  counts: boolean;
}

/** A learner's progress in a course. */
export class ProgressResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty(PERCENTAGE)
  percentage: string;

  @ApiProperty({ type: 'integer', description: 'Those of them that are completed.', example: 15 })
  completed: number;

  @ApiProperty(TOTAL)
  total: number;

  @ApiProperty({
    description: 'Nothing counts for the learner, so that `percentage` says nothing.',
    example: false,
  })
  isNothingToDo: boolean;

  @ApiProperty({ type: ActivityProgressResponse, nullable: true, description: 'What was completed last.' })
  lastActivity: ActivityProgressResponse | null;

  @ApiProperty({
    type: NextActivityResponse,
    nullable: true,
    description:
      'The first that counts, in the order of the course, and is not completed; null when all are.',
  })
  nextActivity: NextActivityResponse | null;

  @ApiProperty({ type: [ActivityProgressResponse], description: 'In the order of the course.' })
  activities: ActivityProgressResponse[];
}

/** The progress of one learner, in a list of a course's learners. */
export class LearnerProgressResponse {
  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ example: 'Maya' })
  givenName: string;

  @ApiProperty({ example: 'Okonkwo' })
  familyName: string;

  @ApiProperty({ description: 'The account is suspended: nobody can sign in with it.', example: false })
  isSuspended: boolean;

  @ApiProperty(PERCENTAGE)
  percentage: string;

  @ApiProperty({ type: 'integer', description: 'Those of them that are completed.', example: 15 })
  completed: number;

  @ApiProperty(TOTAL)
  total: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastCompletedAt: Date | null;
}

export function toProgressResponse(
  courseId: string,
  { completed, total, last, next, activities }: OwnProgress,
): ProgressResponse {
  return {
    courseId,
    percentage: completedPercentage(completed, total),
    completed,
    total,
    isNothingToDo: total === 0,
    lastActivity: last && toActivityProgressResponse(last),
    nextActivity: next && { activityId: next.activityId, type: next.type, title: next.title },
    activities: activities.map(toActivityProgressResponse),
  };
}

function toActivityProgressResponse({
  activityId,
  sectionId,
  type,
  title,
  completedAt,
  ...facts
}: ActivityProgress): ActivityProgressResponse {
  return { activityId, sectionId, type, title, completedAt, counts: countsInProgress(facts) };
}

export function toLearnerProgressResponse({
  userId,
  givenName,
  familyName,
  isSuspended,
  completed,
  total,
  lastCompletedAt,
}: LearnerProgress): LearnerProgressResponse {
  const percentage = completedPercentage(completed, total);
  return { userId, givenName, familyName, isSuspended, percentage, completed, total, lastCompletedAt };
}
