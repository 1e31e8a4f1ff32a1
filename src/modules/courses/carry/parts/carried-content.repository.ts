import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../../shared/database/columns-of';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { Activity } from '../../content/activity.entity';
import { Section } from '../../content/section.entity';
import { inNestedOrder } from '../../content/section-tree';
import type { CarryScope } from '../carry-part';

const SECTION = columnsOf(Section, 's', [
  ...(['id', 'parentId', 'title', 'summary', 'position', 'releaseRule', 'sequential'] as const),
]);
const ACTIVITY = columnsOf(Activity, 'a', [
  ...(['id', 'sectionId', 'position', 'type', 'title', 'content', 'contentHtml', 'videoUrl'] as const),
  ...(['ownFields', 'releaseRule', 'completionRule', 'isRequired', 'expectedBy'] as const),
]);
const NEW_SECTION = insertOf(Section, [
  ...(['id', 'courseId', 'parentId', 'title', 'summary', 'position', 'releaseRule', 'sequential'] as const),
  ...(['createdAt', 'updatedAt'] as const),
]);
const NEW_ACTIVITY = insertOf(Activity, [
  ...(['id', 'courseId', 'sectionId', 'position', 'type', 'title', 'content', 'contentHtml'] as const),
  ...(['videoUrl', 'ownFields', 'releaseRule', 'createdAt', 'updatedAt'] as const),
  ...(['completionRule', 'isRequired', 'expectedBy'] as const),
]);

export type CarriedSectionRow = RowOf<typeof SECTION>;
export type CarriedActivityRow = RowOf<typeof ACTIVITY>;
export type NewSectionRow = CarriedSectionRow & Pick<Section, 'courseId' | 'createdAt' | 'updatedAt'>;
export type NewActivityRow = CarriedActivityRow & Pick<Activity, 'courseId' | 'createdAt' | 'updatedAt'>;

/** So many characters of texts at once, which the server takes in one packet. */
const MOST_CHARACTERS = 1_000_000;

/** The drafts of a course, with all their texts. */
@Injectable()
export class CarriedContentRepository {
  constructor(private readonly database: Database) {}

  /** In the order of the course, without archived ones. None where the scope is one activity. */
  async sections({ courseId, activityId }: CarryScope): Promise<CarriedSectionRow[]> {
    if (activityId !== null) return [];
    const rows = await this.database.rows(
      `SELECT ${SECTION.sql} FROM sections s WHERE s.course_id = ? AND s.archived_at IS NULL`,
      [toBinary(courseId)],
      SECTION,
    );
    return inNestedOrder(rows);
  }

  /** In no order. Archived ones stay where they are. */
  async activities({ courseId, activityId }: CarryScope): Promise<CarriedActivityRow[]> {
    return this.database.rows(
      `SELECT ${ACTIVITY.sql} FROM activities a
       WHERE a.course_id = ? ${activityId === null ? 'AND a.archived_at IS NULL' : 'AND a.id = ?'}`,
      [toBinary(courseId), ...(activityId === null ? [] : [toBinary(activityId)])],
      ACTIVITY,
    );
  }

  async insertSections(sections: readonly NewSectionRow[]): Promise<void> {
    await this.database.insert(NEW_SECTION, [...sections]);
  }

  /** One statement for a million characters of texts. */
  async insertActivities(activities: readonly NewActivityRow[]): Promise<void> {
    let some: NewActivityRow[] = [];
    let characters = 0;
    for (const activity of activities) {
      some.push(activity);
      characters += (activity.content?.length ?? 0) + (activity.contentHtml?.length ?? 0);
      if (characters < MOST_CHARACTERS) continue;
      await this.database.insert(NEW_ACTIVITY, some);
      [some, characters] = [[], 0];
    }
    await this.database.insert(NEW_ACTIVITY, some);
  }
}
