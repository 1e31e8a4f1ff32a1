import { Injectable } from '@nestjs/common';
import { OnEvent } from '../../../shared/events/domain-events';
import { QuizCreated, QuizExceptionChanged, QuizPointsChanged, QuizPolicyChanged } from '../../assessments';
import { ActivityDeleted, ContentPublished, CourseDeleted, CourseTimeZoneChanged } from '../../courses';
import { AccommodationChanged } from '../../enrollments';
import { StoredTotalsRepository } from './stored-totals.repository';
import { TotalsKeeper } from './totals-keeper';

/** What other modules change that totals depend on. */
@Injectable()
export class ChangedTotals {
  constructor(
    private readonly keeper: TotalsKeeper,
    private readonly stored: StoredTotalsRepository,
  ) {}

  @OnEvent(QuizCreated)
  onQuizCreated({ courseId }: QuizCreated): Promise<void> {
    this.keeper.structuresChanged([courseId]);
    return Promise.resolve();
  }

  @OnEvent(ContentPublished)
  onContentPublished({ courseId, added }: ContentPublished): Promise<void> {
    if (added.some(({ type }) => type === 'quiz')) this.keeper.structuresChanged([courseId]);
    return Promise.resolve();
  }

  @OnEvent(ActivityDeleted)
  onActivityDeleted({ courseId }: ActivityDeleted): Promise<void> {
    this.keeper.structuresChanged([courseId]);
    return Promise.resolve();
  }

  @OnEvent(QuizPointsChanged)
  onQuizPointsChanged({ activityId }: QuizPointsChanged): Promise<void> {
    this.keeper.quizChanged(activityId);
    return Promise.resolve();
  }

  @OnEvent(QuizPolicyChanged)
  onQuizPolicyChanged({ activityId, changedBy }: QuizPolicyChanged): Promise<void> {
    this.keeper.quizChanged(activityId, changedBy);
    return Promise.resolve();
  }

  /** The last close of the quiz may move with it, which is everybody's. */
  @OnEvent(QuizExceptionChanged)
  onQuizExceptionChanged({ activityId, userId, changedBy }: QuizExceptionChanged): Promise<void> {
    this.keeper.quizChanged(activityId, changedBy);
    this.keeper.quizTermsChanged(activityId, userId);
    return Promise.resolve();
  }

  @OnEvent(AccommodationChanged)
  onAccommodationChanged({ userIds, courseId }: AccommodationChanged): Promise<void> {
    this.keeper.accommodationsChanged(userIds, courseId);
    return Promise.resolve();
  }

  @OnEvent(CourseTimeZoneChanged)
  onCourseTimeZoneChanged({ courseId }: CourseTimeZoneChanged): Promise<void> {
    this.keeper.structuresChanged([courseId]);
    return Promise.resolve();
  }

  @OnEvent(CourseDeleted)
  onCourseDeleted({ courseId }: CourseDeleted): Promise<void> {
    return this.stored.forgetCourse(courseId);
  }
}
