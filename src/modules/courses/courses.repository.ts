import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import type { CourseStatus } from '../../shared/auth/permissions';
import { columnsOf } from '../../shared/database/columns-of';
import { Conditions } from '../../shared/database/conditions';
import { countUpTo } from '../../shared/database/count-up-to';
import { Database } from '../../shared/database/database';
import { prefixPattern } from '../../shared/database/prefix-pattern';
import type { ListOrder, Place } from '../../shared/http/list-order';
import { isSeenByEveryone } from './access/participation';
import type { NewCourse } from './course-facts';
import { Course, type CourseColumns } from './course.entity';

export interface CourseFilter {
  /** `only` the courses of `own`; `all`; or those that everyone sees (`public`) and those of `own`. */
  scope: 'only' | 'all' | 'public';
  own: string[];
  /** Only these. */
  ids?: string[];
  status?: CourseStatus;
  /** Beginning of the title or the code. */
  search?: string;
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
  ) {}

  async find(courseId: string): Promise<Course | null> {
    return this.courses.findOneBy({ id: courseId });
  }

  /** As `find`, and locks the row until the transaction ends. */
  async lock(courseId: string): Promise<Course | null> {
    return this.courses.createQueryBuilder('c').where({ id: courseId }).setLock('pessimistic_write').getOne();
  }

  /**
   * Up to `limit` + 1 courses: the extra one shows that there is another page. Named SQL, since each order needs its
   * index by name (see ListOrder).
   */
  async page(filter: CourseFilter, { order, after, limit }: CoursePage): Promise<Course[]> {
    const conditions = listed(filter);
    if (after) order.behind('c', after, conditions);
    // Few courses are found by their ids and sorted; otherwise the list is walked in its order.
    const index = filter.ids === undefined && filter.scope !== 'only' ? order.index : 'PRIMARY';
    return this.database.rows(
      `SELECT ${COURSE.sql} FROM courses c FORCE INDEX (${index})
       WHERE ${conditions.sql} ORDER BY ${order.sql('c')} LIMIT ?`,
      [...conditions.params, limit + 1],
      COURSE,
    );
  }

  /** How many there are; counted up to `most`. */
  async count(filter: CourseFilter, most: number): Promise<number> {
    const { sql, params } = listed(filter);
    return countUpTo(this.database, most, `SELECT c.id FROM courses c WHERE ${sql}`, params);
  }

  async insert(courses: NewCourse[]): Promise<void> {
    if (courses.length === 0) return;
    await this.courses.insert(courses.map((course) => ({ ...course, updatedAt: course.createdAt })));
  }

  /** Changes a course that this transaction has locked. */
  async update(courseId: string, changes: Partial<CourseColumns>): Promise<void> {
    await this.courses.update({ id: courseId }, changes);
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
    await this.courses.delete({ id: courseId });
  }
}

/** The courses that the filter finds. */
function listed({ scope, own, ids, status, search }: CourseFilter): Conditions {
  const conditions = new Conditions();
  if (ids !== undefined) conditions.among('c.id', ids);
  if (scope === 'only') conditions.among('c.id', own);
  if (scope === 'public') {
    const others = new Conditions().among('c.id', own);
    conditions.add(`(${isSeenByEveryone('c')} OR ${others.sql})`, ...others.params);
  }
  if (status !== undefined) conditions.add('c.status = ?', status);
  if (search !== undefined) {
    const prefix = prefixPattern(search);
    conditions.add("(c.title LIKE ? ESCAPE '!' OR c.code LIKE ? ESCAPE '!')", prefix, prefix);
  }
  return conditions;
}
