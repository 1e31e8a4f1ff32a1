import { ApiProperty } from '@nestjs/swagger';
import { ACTIVITY_TYPES, type ActivityType } from '../../../courses';
import { completedPercentage } from '../../statistics/completion';
import type { ActivityProgress, LearnerProgress } from '../progress.repository';

const PERCENTAGE = {
  format: 'decimal',
  description: 'Completed share of the activities, in percent with one decimal; `100.0` is all of them.',
  example: '62.5',
};

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
}

/** A learner's progress in a course. */
export class ProgressResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty(PERCENTAGE)
  percentage: string;

  @ApiProperty({ example: 15 })
  completed: number;

  @ApiProperty({ description: 'Activities of the course.', example: 24 })
  total: number;

  @ApiProperty({ type: ActivityProgressResponse, nullable: true, description: 'What was completed last.' })
  lastActivity: ActivityProgressResponse | null;

  @ApiProperty({
    type: NextActivityResponse,
    nullable: true,
    description: 'The first, in the order of the course, that is not completed; null when all are.',
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

  @ApiProperty({ example: 15 })
  completed: number;

  @ApiProperty({ description: 'Activities of the course.', example: 24 })
  total: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastCompletedAt: Date | null;
}

export function toProgressResponse(courseId: string, activities: ActivityProgress[]): ProgressResponse {
  const done = activities.filter(isCompleted);
  const next = activities.find((activity) => !isCompleted(activity));
  const last = done.reduce<(typeof done)[number] | null>(
    (latest, activity) => (latest && latest.completedAt >= activity.completedAt ? latest : activity),
    null,
  );
  return {
    courseId,
    percentage: completedPercentage(done.length, activities.length),
    completed: done.length,
    total: activities.length,
    lastActivity: last,
    nextActivity: next ? { activityId: next.activityId, type: next.type, title: next.title } : null,
    activities,
  };
}

export function toLearnerProgressResponse({
  completed,
  total,
  enrollmentId: _enrollmentId,
  ...learner
}: LearnerProgress): LearnerProgressResponse {
  return { ...learner, percentage: completedPercentage(completed, total), completed, total };
}

function isCompleted(activity: ActivityProgress): activity is ActivityProgress & { completedAt: Date } {
  return activity.completedAt !== null;
}
