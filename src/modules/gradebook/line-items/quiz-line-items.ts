import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { OnEvent } from '../../../shared/events/domain-events';
import { QuizCreated, QuizPointsChanged } from '../../assessments';
import { ActivityDeleted, ActivityRenamed, ContentPublished, CourseDeleted } from '../../courses';
import { ResultsKeptError } from '../gradebook.errors';
import { sentences } from '../gradebook.sentences';
import { LineItemsRepository } from './line-items.repository';

/** Gives each quiz a line item and keeps its title and points the same. The due date is not copied: queries read the quiz's. */
@Injectable()
export class QuizLineItems {
  constructor(
    private readonly lineItems: LineItemsRepository,
    private readonly clock: Clock,
  ) {}

  @OnEvent(QuizCreated)
  async onQuizCreated({ activityId, courseId, title, isHidden }: QuizCreated): Promise<void> {
    // In the gradebook it would be seen, and its due date would count.
    if (isHidden) return;
    await this.lineItems.insertForQuizzes(
      [{ id: newId(), activityId, courseId, title, max: '0' }],
      this.clock.now(),
    );
  }

  /** A quiz that was a draft in a course which learners see has its line item from its first publication on. */
  @OnEvent(ContentPublished)
  async onContentPublished({ courseId, added }: ContentPublished): Promise<void> {
    const quizzes = added.filter(({ type }) => type === 'quiz');
    const missing = await this.lineItems.quizzesWithout(quizzes.map(({ activityId }) => activityId));
    const points = new Map(missing.map(({ activityId, pointsPossible }) => [activityId, pointsPossible]));
    await this.lineItems.insertForQuizzes(
      quizzes.flatMap(({ activityId, title }) => {
        const max = points.get(activityId);
        return max === undefined ? [] : [{ id: newId(), activityId, courseId, title, max }];
      }),
      this.clock.now(),
    );
  }

  @OnEvent(QuizPointsChanged)
  async onQuizPointsChanged({ activityId, pointsPossible }: QuizPointsChanged): Promise<void> {
    await this.lineItems.setMaxByActivity(activityId, pointsPossible, this.clock.now());
  }

  @OnEvent(ActivityRenamed)
  async onActivityRenamed({ activityId, title }: ActivityRenamed): Promise<void> {
    await this.lineItems.renameByActivity(activityId, title, this.clock.now());
  }

  @OnEvent(ActivityDeleted)
  async onActivityDeleted({ activityId }: ActivityDeleted): Promise<void> {
    const lineItemId = await this.lineItems.lockByActivity(activityId);
    if (lineItemId === undefined) return;
    const results = await this.lineItems.countResults(lineItemId);
    if (results > 0) throw new ResultsKeptError(results, sentences.quizStays());
    await this.lineItems.delete(lineItemId);
  }

  /** A course that never had learners can be deleted, but a roster may have recorded results in it all the same. */
  @OnEvent(CourseDeleted)
  async onCourseDeleted({ courseId }: CourseDeleted): Promise<void> {
    const results = await this.lineItems.countResultsOfCourse(courseId);
    if (results > 0) throw new ResultsKeptError(results, sentences.archiveCourse());
  }
}
