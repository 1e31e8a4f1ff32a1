import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { Activity } from './activity.entity';

interface ActivityFilter {
  courseId: string;
  /** Those that were archived, in place of those of the outline. */
  archived?: boolean;
  /** Only these. */
  ids?: string[];
}

/** Where an activity stands in its course. */
export interface ActivityPlace {
  sectionPosition: number;
  position: number;
  id: string;
}

export type ListedActivity = Omit<Activity, 'course' | 'section' | 'archivedWith'> & ActivityPlace;

const LISTED = columnsOf(Activity, 'a', [
  ...(['id', 'courseId', 'sectionId', 'position', 'type', 'title', 'content', 'contentHtml'] as const),
  ...(['videoUrl', 'ownFields', 'version', 'archivedAt', 'createdAt', 'updatedAt'] as const),
  ...(['releaseRule', 'completionRule', 'isRequired', 'expectedBy'] as const),
]).andExpressions<Pick<ActivityPlace, 'sectionPosition'>>({ sectionPosition: 'l.sectionPosition' });

/** The drafts of a course's activities, in its order. */
@Injectable()
export class ActivityList {
  constructor(private readonly database: Database) {}

  /**
   * Up to `limit` + 1 from the place on. Which they are is found by their positions, of which a course has a thousand at
   * most; the texts are read of the page alone, and are not sorted by the server, which would copy them.
   */
  async page(
    filter: ActivityFilter,
    { after, limit }: { after?: ActivityPlace; limit: number },
  ): Promise<ListedActivity[]> {
    const chosen = chosenBy(filter);
    if (after)
      chosen.add(
        '(s.position, a.position, a.id) > (?, ?, ?)',
        after.sectionPosition,
        after.position,
        toBinary(after.id),
      );
    const rows = await this.database.query(
      `SELECT ${LISTED.sql}
       FROM (SELECT a.id, s.position AS sectionPosition
             FROM activities a FORCE INDEX (${indexFor(filter)}) STRAIGHT_JOIN sections s ON s.id = a.section_id
             WHERE ${chosen.sql} ORDER BY s.position, a.position, a.id LIMIT ?) l
       STRAIGHT_JOIN activities a ON a.id = l.id`,
      [...chosen.params, limit + 1],
      LISTED,
    );
    return rows.sort(
      (one, other) =>
        one.sectionPosition - other.sectionPosition ||
        one.position - other.position ||
        (one.id < other.id ? -1 : 1),
    );
  }

  /** How many there are; counted up to `most`. */
  async count(filter: ActivityFilter, most: number): Promise<number> {
    const { sql, params } = chosenBy(filter);
    return countUpTo(this.database, most, `SELECT a.id FROM activities a WHERE ${sql}`, params);
  }
}

function chosenBy({ courseId, ids, archived = false }: ActivityFilter): Conditions {
  const chosen = new Conditions()
    .add('a.course_id = ?', toBinary(courseId))
    .add(`a.archived_at IS ${archived ? 'NOT NULL' : 'NULL'}`);
  return ids === undefined ? chosen : chosen.among('a.id', ids);
}

function indexFor({ ids }: ActivityFilter): string {
  return ids === undefined ? 'ix_activities_course' : 'PRIMARY';
}
