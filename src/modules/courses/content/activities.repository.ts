import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, MoreThanOrEqual, type Repository } from 'typeorm';
import { toBinary } from '../../../shared/database/ids';
import type { CompletionTerms } from '../completion/dto/reading';
import { Activity } from './activity.entity';

type ActivityColumns = Omit<Activity, 'course' | 'section'>;

/** A new activity. Its version is 1. */
export type ActivityToInsert = Omit<
  ActivityColumns,
  'version' | 'updatedAt' | 'archivedAt' | 'archivedWith' | 'releaseRule' | keyof CompletionTerms
>;

/** Callers that write hold the course's content lock (ContentChanges). */
@Injectable()
export class ActivitiesRepository {
  constructor(@InjectRepository(Activity) private readonly activities: Repository<Activity>) {}

  async find(activityId: string): Promise<Activity | null> {
    return this.activities.findOneBy({ id: activityId });
  }

  /** How many there are in the outline of the whole course, and in the section. */
  async counts(courseId: string, sectionId: string): Promise<{ inCourse: number; inSection: number }> {
    const counts = await this.activities
      .createQueryBuilder('a')
      .select('COUNT(*)', 'inCourse')
      .addSelect('COUNT(CASE WHEN a.sectionId = :section THEN 1 END)', 'inSection')
      .where({ courseId, archivedAt: IsNull() })
      .setParameter('section', toBinary(sectionId))
      .getRawOne<{ inCourse: number; inSection: number }>();
    return counts ?? { inCourse: 0, inSection: 0 };
  }

  /** Moves the section's activities from `position` on by one place. */
  async shift(sectionId: string, position: number, by: 1 | -1): Promise<void> {
    await this.activities.increment({ sectionId, position: MoreThanOrEqual(position) }, 'position', by);
  }

  async insert(activities: ActivityToInsert[]): Promise<void> {
    if (activities.length === 0) return;
    await this.activities.insert(
      activities.map((activity) => ({
        ...activity,
        ...{ archivedAt: null, version: 1, updatedAt: activity.createdAt },
      })),
    );
  }

  async update(activityId: string, changes: Partial<ActivityColumns>): Promise<void> {
    await this.activities.update({ id: activityId }, changes);
  }

  async delete(activityId: string): Promise<void> {
    await this.activities.delete({ id: activityId });
  }
}
