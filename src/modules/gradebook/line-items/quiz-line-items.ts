import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { OnEvent } from '../../../shared/events/domain-events';
import { QuizCreated, QuizPointsChanged } from '../../assessments';
import { ActivityDeleted, ActivityRenamed } from '../../courses';
import { LineItemsRepository } from './line-items.repository';

/** Each quiz has a line item, which follows it. When the quiz is due is not copied but read where it stands. */
@Injectable()
export class QuizLineItems {
  constructor(
    private readonly lineItems: LineItemsRepository,
    private readonly clock: Clock,
  ) {}

  @OnEvent(QuizCreated)
  async onQuizCreated({ activityId, courseId, title }: QuizCreated): Promise<void> {
    await this.lineItems.insertForQuiz(newId(), activityId, courseId, title, this.clock.now());
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
    await this.lineItems.removeByActivity(activityId, this.clock.now());
  }
}
