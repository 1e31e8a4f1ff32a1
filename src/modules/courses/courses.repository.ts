import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import type { CourseStatus } from '../../shared/auth/permissions';
import { columnsOf } from '../../shared/database/columns-of';
import { Conditions } from '../../shared/database/conditions';
import { countUpTo } from '../../shared/database/count-up-to';
import { Database } from '../../shared/database/database';
import { type Found, MOST_WALKED } from '../../shared/database/search-index';
import type { ListOrder, Place } from '../../shared/http/list-order';
import type { AtLeast } from '../../shared/http/pagination';
import { isSeenByEveryone } from './access/participation';
import type { NewCourse } from './course-facts';
import { COURSE_ORDERS } from './course-orders';
import { Course, type CourseColumns } from './course.entity';
import { CoursesSearch } from './courses-search';

export interface CourseFilter {
  /** `only` the courses of `own`; `all`; or those that everyone sees (`public`) and those of `own`. */
  scope: 'only' | 'all' | 'public';
  own: string[];
  /** Only these. */
  ids?: string[];
  status?: CourseStatus;
  /** By a search. */
  found?: Found;
}

interface CoursePage {
  order: ListOrder<Course>;
  after: Place | undefined;
  limit: number;
}

const COURSE = columnsOf(Course, 'c', [
  ...(['id', 'sourcedId', 'code', 'title', 'summary', 'timeZone', 'status', 'selfEnrollment'] as const),
  ...(['startDate', 'endDate', 'academicSessionId', 'templateId', 'orgId', 'createdBy'] as const),
  ...(['publishedAt', 'version', 'contentVersion', 'createdAt', 'updatedAt'] as const),
]);

@Injectable()
export class CoursesRepository {
  constructor(
    @InjectRepository(Course) private readonly courses: Repository<Course>,
    private readonly database: Database,
    private readonly search: CoursesSearch,
  ) {}

  async find(courseId: string): Promise<Course | null> {
    return this.courses.findOneBy({ id: courseId });
  }

  /** As `find`, and locks the row until the transaction ends. */
  async lock(courseId: string): Promise<Course | null> {
    return this.courses.createQueryBuilder('c').where({ id: courseId }).setLock('pessimistic_write').getOne();
  }

  /**
   * Up to `limit` + 1 courses, of which the extra one shows that there is another page, and where the search for them stopped,
   * if it did. Named SQL, since each order needs its index by name (see ListOrder).
   */
  async page(
    filter: CourseFilter,
    { order, after, limit }: CoursePage,
  ): Promise<{ rows: Course[]; end: (string | null)[] | undefined }> {
    const conditions = listed(filter);
    if (after) order.behind('c', after, conditions);
    // Few courses are found by their ids and sorted; otherwise the list is walked in its order.
    const index = isOfFew(filter) ? 'PRIMARY' : order.index;
    const walk = { table: 'courses', alias: 'c', after, size: MOST_WALKED };
    const end = isWalked(filter) ? await order.walk(this.database, walk, conditions) : undefined;
    const rows = await this.database.query(
      `SELECT ${COURSE.sql} FROM courses c FORCE INDEX (${index})
       WHERE ${conditions.sql} ORDER BY ${order.sql('c')} LIMIT ?`,
      [...conditions.params, limit + 1],
      COURSE,
    );
    return { rows, end };
  }

  /** How many there are; counted up to `most`. */
  async count(filter: CourseFilter, most: number): Promise<number | AtLeast> {
    const conditions = listed(filter);
    const walk = { table: 'courses', alias: 'c', after: undefined, size: most };
    const end = isWalked(filter)
      ? await COURSE_ORDERS.title.walk(this.database, walk, conditions)
      : undefined;
    const sql = `SELECT c.id FROM courses c WHERE ${conditions.sql}`;
    const counted = await countUpTo(this.database, most, sql, conditions.params);
    return end === undefined ? counted : { atLeast: counted };
  }

  async insert(courses: NewCourse[]): Promise<void> {
    if (courses.length === 0) return;
    await this.courses.insert(courses.map((course) => ({ ...course, updatedAt: course.createdAt })));
    await this.search.add(courses);
  }

  /** Changes a course that this transaction has locked. */
  async update(courseId: string, changes: Partial<CourseColumns>): Promise<void> {
    await this.courses.update({ id: courseId }, changes);
    if (changes.title !== undefined || changes.code !== undefined) await this.search.refresh([courseId]);
  }

  /**
   * Increments the content version, which locks the course's row. Returns false and changes nothing if the course does
   * not exist, or if its content has none of the given versions.
   */
  async touchContent(courseId: string, versions?: readonly number[]): Promise<boolean> {
    const { affected } = await this.courses.update(
      { id: courseId, ...(versions === undefined ? {} : { contentVersion: In(versions) }) },
      { contentVersion: () => 'content_version + 1' },
    );
    return affected === 1;
  }

  async delete(courseId: string): Promise<void> {
    await this.search.forget(courseId);
    await this.courses.delete({ id: courseId });
  }
}

/** The courses that the filter finds. */
function listed({ scope, own, ids, status, found }: CourseFilter): Conditions {
  const conditions = new Conditions();
  if (ids !== undefined) conditions.among('c.id', ids);
  if (scope === 'only') conditions.among('c.id', own);
  if (scope === 'public') {
    const others = new Conditions().among('c.id', own);
    conditions.add(`(${isSeenByEveryone('c')} OR ${others.sql})`, ...others.params);
  }
  if (status !== undefined) conditions.add('c.status = ?', status);
  if (found?.ids !== undefined) conditions.among('c.id', found.ids);
  else found?.restrict('c.id', conditions);
  return conditions;
}

/** Whether the courses are found by their ids. */
function isOfFew({ scope, ids, found }: CourseFilter): boolean {
  return ids !== undefined || scope === 'only' || found?.ids !== undefined;
}

/** Whether so many match a search that the list is looked through for them. */
function isWalked(filter: CourseFilter): boolean {
  return filter.found !== undefined && !isOfFew(filter);
}
