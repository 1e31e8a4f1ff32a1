import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import type { CourseStatus } from '../../shared/auth/permissions';
import { columnsOf } from '../../shared/database/columns-of';
import { Conditions } from '../../shared/database/conditions';
import { countUpTo } from '../../shared/database/count-up-to';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { type Found, MOST_WALKED } from '../../shared/database/search-index';
import type { ListOrder, Place } from '../../shared/http/list-order';
import type { AtLeast } from '../../shared/http/pagination';
import { isSeenByEveryone, OPENNESSES, SEEN_BY_EVERYONE, type Openness } from './access/participation';
import type { NewCourse } from './course-facts';
import { COURSE_ORDERS, ofOneStatus } from './course-orders';
import { Course, type CourseColumns } from './course.entity';
import { CoursesSearch } from './courses-search';
import { DescriptionsRepository } from './description/descriptions.repository';

export interface CourseFilter {
  /** `only` the courses of `own`; `all`; or those that everyone sees (`public`) and those of `own`, which not everyone sees. */
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
  ...(['visibility', 'language', 'level', 'category', 'tags'] as const),
  ...(['startDate', 'endDate', 'academicSessionId', 'templateId', 'orgId', 'createdBy'] as const),
  ...([
    'publishing',
    'contentCheck',
    'publishedVersion',
    'publishedAt',
    'version',
    'contentVersion',
  ] as const),
  ...(['createdAt', 'updatedAt'] as const),
]);

@Injectable()
export class CoursesRepository {
  constructor(
    @InjectRepository(Course) private readonly courses: Repository<Course>,
    private readonly database: Database,
    private readonly search: CoursesSearch,
    private readonly descriptions: DescriptionsRepository,
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
   * if it did. Courses of each status and visibility are in an index in the order of the list, of which a page's worth is read; the
   * earliest of these are the page. Named SQL, since each order needs its index by name (see ListOrder).
   */
  async page(
    filter: CourseFilter,
    { order, after, limit }: CoursePage,
  ): Promise<{ rows: Course[]; end: (string | null)[] | undefined }> {
    const place = new Conditions();
    if (after) order.behind('c', after, place);
    const walk = { table: 'courses', alias: 'c', after, size: MOST_WALKED };
    const end = isWalked(filter) ? await order.walk(this.database, walk, place) : undefined;
    const parts = partsOf(filter, order);
    const inOnePart = ({ index, conditions }: CoursePart): string =>
      `(SELECT c.* FROM courses c FORCE INDEX (${index})
        WHERE ${conditions.sql} AND ${place.sql} ORDER BY ${order.sql('c')} LIMIT ?)`;
    const rows = await this.database.query(
      `SELECT ${COURSE.sql} FROM (${parts.map(inOnePart).join(' UNION ALL ')}) c ORDER BY ${order.sql('c')} LIMIT ?`,
      [...parts.flatMap(({ conditions }) => [...conditions.params, ...place.params, limit + 1]), limit + 1],
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

  /** Courses and course templates that belong to a school, counted up to `most` each. */
  async countOfSchool(schoolId: string, most: number): Promise<{ courses: number; templates: number }> {
    const id = [toBinary(schoolId)];
    const templates = 'SELECT id FROM course_templates WHERE org_id = ?';
    return {
      courses: await countUpTo(this.database, most, 'SELECT id FROM courses WHERE org_id = ?', id),
      templates: await countUpTo(this.database, most, templates, id),
    };
  }

  async insert(courses: NewCourse[]): Promise<void> {
    if (courses.length === 0) return;
    await this.courses.insert(courses.map((course) => ({ ...course, updatedAt: course.createdAt })));
    await this.search.add(courses);
    await this.descriptions.addTags(courses);
  }

  /** Changes a course that this transaction has locked. */
  async update(courseId: string, changes: Partial<CourseColumns>): Promise<void> {
    await this.courses.update({ id: courseId }, changes);
    if (changes.title !== undefined || changes.code !== undefined) await this.search.refresh([courseId]);
    if (changes.tags !== undefined) await this.descriptions.replaceTags(courseId, changes.tags);
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

/** Courses that one index finds. */
interface CoursePart {
  index: string;
  conditions: Conditions;
}

/** The courses that the filter finds, each in one of the parts. */
function partsOf(filter: CourseFilter, order: ListOrder<Course>): CoursePart[] {
  const { scope, own, status } = filter;
  if (isOfFew(filter)) return [{ index: 'PRIMARY', conditions: listed(filter) }];
  if (scope === 'all' && status === undefined) return [{ index: order.index, conditions: listed(filter) }];
  const kinds = scope === 'all' ? OPENNESSES : SEEN_BY_EVERYONE;
  const parts = kinds
    .filter((kind) => status === undefined || kind.status === status)
    .map((kind) => ({ index: ofOneStatus(order).index, conditions: ofKind(filter, kind) }));
  if (scope === 'all' || own.length === 0) return parts.length > 0 ? parts : [NOTHING];
  const hidden = listed({ ...filter, scope: 'only' }).add(`NOT ${isSeenByEveryone('c')}`);
  return [...parts, { index: 'PRIMARY', conditions: hidden }];
}

const NOTHING: CoursePart = { index: 'PRIMARY', conditions: new Conditions().add('FALSE') };

/** Those of the courses that have a status and a visibility, with which an index begins. */
function ofKind(filter: CourseFilter, { status, visibility }: Openness): Conditions {
  return listed({ ...filter, scope: 'all', status }).add('c.visibility = ?', visibility);
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
