import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThanOrEqual, type Repository } from 'typeorm';
import { Activity } from './activity.entity';

type ActivityColumns = Omit<Activity, 'course' | 'section'>;

/** What is written of an activity when it is added; its version is 1 then. */
export type ActivityToInsert = Omit<ActivityColumns, 'version' | 'updatedAt'>;

/** What writes here holds the course's content lock (ContentChanges). */
@Injectable()
export class ActivitiesRepository {
  constructor(@InjectRepository(Activity) private readonly activities: Repository<Activity>) {}

  async find(activityId: string): Promise<Activity | null> {
    return this.activities.findOneBy({ id: activityId });
  }

  /** In the whole course. */
  async count(courseId: string): Promise<number> {
    return this.activities.countBy({ courseId });
  }

  /** Moves the section's activities from `position` on by one place. */
  async shift(sectionId: string, position: number, by: 1 | -1): Promise<void> {
    await this.activities.increment({ sectionId, position: MoreThanOrEqual(position) }, 'position', by);
  }

  async insert(activities: ActivityToInsert[]): Promise<void> {
    if (activities.length === 0) return;
    await this.activities.insert(
      activities.map((activity) => ({ ...activity, version: 1, updatedAt: activity.createdAt })),
    );
  }

  async update(activityId: string, changes: Partial<ActivityColumns>): Promise<void> {
    await this.activities.update({ id: activityId }, changes);
  }

  async delete(activityId: string): Promise<void> {
    await this.activities.delete({ id: activityId });
  }
}
