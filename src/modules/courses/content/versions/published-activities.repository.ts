import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../../shared/database/columns-of';
import { Conditions } from '../../../../shared/database/conditions';
import { countUpTo } from '../../../../shared/database/count-up-to';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { Activity } from '../activity.entity';
import { ActivityBody } from './activity-body.entity';
import { PublishedActivity } from './published-activity.entity';

const PUBLISHED = columnsOf(PublishedActivity, 'p', {
  ...({
    id: 'activityId',
    courseId: 'courseId',
    sectionId: 'sectionId',
    position: 'place',
    type: 'type',
  } as const),
  ...({ title: 'title', version: 'version', updatedAt: 'updatedAt' } as const),
})
  .and(columnsOf(ActivityBody, 'b', ['content', 'contentHtml', 'videoUrl', 'ownFields']))
  .and(columnsOf(Activity, 'a', ['createdAt']));
/** Joins the content of a published activity `p`. */
const JOIN_CONTENT = `STRAIGHT_JOIN activity_bodies b ON b.activity_id = p.activity_id AND b.digest = p.digest
  STRAIGHT_JOIN activities a ON a.id = p.activity_id`;

/** An activity as learners see it; its position is the place in the whole course. */
export type PublishedContent = RowOf<typeof PUBLISHED>;

interface PublishedFilter {
  courseId: string;
  /** Only these. */
  ids?: string[];
  /** None of these. */
  closed: readonly string[];
}

/** Activities with their content, as the version has them that is published now. */
@Injectable()
export class PublishedActivities {
  constructor(private readonly database: Database) {}

  async find(activityId: string): Promise<PublishedContent | undefined> {
    return this.database.row(
      `SELECT ${PUBLISHED.sql} FROM published_activities p ${JOIN_CONTENT} WHERE p.activity_id = ?`,
      [toBinary(activityId)],
      PUBLISHED,
    );
  }

  /** In the order of the course, up to `limit` + 1 from the place on. */
  async page(
    filter: PublishedFilter,
    { after, limit }: { after?: number | undefined; limit: number },
  ): Promise<PublishedContent[]> {
    const chosen = chosenBy(filter);
    if (after !== undefined) chosen.add('p.place > ?', after);
    return this.database.query(
      `SELECT ${PUBLISHED.sql}
       FROM (SELECT * FROM published_activities p FORCE INDEX (${indexFor(filter)})
             WHERE ${chosen.sql} ORDER BY p.place LIMIT ?) p
       ${JOIN_CONTENT} ORDER BY p.place`,
      [...chosen.params, limit + 1],
      PUBLISHED,
    );
  }

  /** How many there are; counted up to `most`. */
  async count(filter: PublishedFilter, most: number): Promise<number> {
    const { sql, params } = chosenBy(filter);
    return countUpTo(
      this.database,
      most,
      `SELECT p.activity_id FROM published_activities p WHERE ${sql}`,
      params,
    );
  }
}

function chosenBy({ courseId, ids, closed }: PublishedFilter): Conditions {
  const chosen = new Conditions().add('p.course_id = ?', toBinary(courseId)).outside('p.activity_id', closed);
  return ids === undefined ? chosen : chosen.among('p.activity_id', ids);
}

function indexFor({ ids }: Pick<PublishedFilter, 'ids'>): string {
  return ids === undefined ? 'ix_published_activities_course' : 'PRIMARY';
}
