import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import type { CourseStatus } from '../../shared/auth/permissions';
import { columnsOf } from '../../shared/database/columns-of';
import { Conditions } from '../../shared/database/conditions';
import { countUpTo } from '../../shared/database/count-up-to';
import { Database } from '../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../shared/database/ids';
import type { Found } from '../../shared/database/search-index';
import type { ListOrder, Place } from '../../shared/http/list-order';
import type { AtLeast } from '../../shared/http/pagination';
import { isSeenByEveryone, OPENNESSES, SEEN_BY_EVERYONE, type Openness } from './access/participation';
import type { NewCourse } from './course-facts';
import { COURSE_ORDERS, ofOneStatus } from './course-orders';
import { Course, type CourseColumns } from './course.entity';
import {
  askedAttributes,
  CATALOG_LIMITS,
  type CourseAttributes,
  requireAttributes,
} from './catalog/course-attributes';
import {
  type CourseFacets,
  type Facet,
  type FacetGroup,
  MOST_FACETS,
  toFacets,
} from './catalog/course-facets';
import { CoursesSearch } from './courses-search';
import { DescriptionsRepository } from './description/descriptions.repository';

export interface CourseFilter {
  /**
   * `only` the courses of `own`; `all`; those that everyone who is signed in sees (`public`) and those of `own`, which not everyone
   * sees; or those that everybody sees (`open`).
   */
  scope: 'only' | 'all' | 'public' | 'open';
  own: string[];
  /** Only these. */
  ids?: string[];
  status?: CourseStatus;
  /** By a search. */
  found?: Found;
  /** Only courses that have all of these. */
  attributes?: CourseAttributes;
}

/** A filter, and all courses that have one of its attributes, where these are few. */
interface NarrowedFilter extends CourseFilter {
  few?: string[];
}

/** A school or a term. */
export interface NamedPlace {
  id: string;
  title: string;
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
    'beforeStart',
    'afterEnd',
    'publishedVersion',
    'publishedAt',
    'version',
    'contentVersion',
    'contentDueAt',
    'coverFileId',
    'coverText',
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
    asked: CourseFilter,
    { order, after, limit }: CoursePage,
  ): Promise<{ rows: Course[]; end: (string | null)[] | undefined }> {
    const filter = await this.narrowed(asked);
    const place = new Conditions();
    if (after) order.behind('c', after, place);
    const end = await this.walk(filter, order, { after, size: CATALOG_LIMITS.walked }, place);
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
  async count(asked: CourseFilter, most: number): Promise<number | AtLeast> {
    const filter = await this.narrowed(asked);
    const conditions = listed(filter);
    const end = await this.walk(filter, COURSE_ORDERS.title, { after: undefined, size: most }, conditions);
    const sql = `SELECT c.id FROM courses c WHERE ${conditions.sql}`;
    const counted = await countUpTo(this.database, most, sql, conditions.params);
    return end === undefined ? counted : { atLeast: counted };
  }

  /** What the courses that the filter finds have, of the first `most` of them. At most five statements. */
  async facets(asked: CourseFilter, most: number): Promise<CourseFacets> {
    const filter = await this.narrowed(asked);
    const conditions = listed(filter);
    const end = await this.walk(filter, COURSE_ORDERS.title, { after: undefined, size: most }, conditions);
    const values = [...conditions.params, most + 1];
    const groups = await this.database.query<FacetGroup & Record<'termId' | 'schoolId', Buffer | null>>(
      `SELECT f.termId, f.schoolId, f.language, f.level, f.category, COUNT(*) AS courses
       FROM (SELECT c.academic_session_id AS termId, c.org_id AS schoolId, c.language, c.level, c.category
             FROM courses c WHERE ${conditions.sql} LIMIT ?) f
       GROUP BY f.termId, f.schoolId, f.language, f.level, f.category`,
      values,
    );
    const tags = await this.database.query<Facet>(
      `SELECT MIN(g.label) AS value, COUNT(*) AS courses
       FROM (SELECT c.id FROM courses c WHERE ${conditions.sql} LIMIT ?) f JOIN course_tags g ON g.course_id = f.id
       GROUP BY g.form ORDER BY courses DESC, g.form LIMIT ?`,
      [...values, MOST_FACETS],
    );
    return toFacets(
      groups.map(({ termId, schoolId, ...group }) => ({
        ...group,
        termId: fromNullableBinary(termId),
        schoolId: fromNullableBinary(schoolId),
      })),
      tags,
      { most, isWhole: end === undefined },
    );
  }

  /** What schools and terms are called. One statement. */
  async places({ schoolIds, termIds }: { schoolIds: string[]; termIds: string[] }): Promise<NamedPlace[]> {
    const [schools, terms] = [
      new Conditions().among('o.id', schoolIds),
      new Conditions().among('s.id', termIds),
    ];
    const rows = await this.database.query<{ id: Buffer; title: string }>(
      `SELECT o.id, o.name AS title FROM orgs o WHERE ${schools.sql}
       UNION ALL SELECT s.id, s.title FROM academic_sessions s WHERE ${terms.sql}`,
      [...schools.params, ...terms.params],
    );
    return rows.map(({ id, title }) => ({ id: fromBinary(id), title }));
  }

  /**
   * The same filter, with all courses of the rarest attribute that it names, if they are few. Two statements, and none without
   * attributes.
   */
  private async narrowed(filter: CourseFilter): Promise<NarrowedFilter> {
    const asked = askedAttributes(filter.attributes ?? {});
    if (asked.length === 0 || isOfFew(filter)) return filter;
    const counts = asked.map(
      ({ sql }, place) =>
        `SELECT ${place} AS place, COUNT(*) AS entries FROM (${sql} LIMIT ${CATALOG_LIMITS.rare + 1}) counted${place}`,
    );
    const [rarest] = await this.database.query<{ place: number; entries: number }>(
      `${counts.join(' UNION ALL ')} ORDER BY entries LIMIT 1`,
      asked.map(({ value }) => value),
    );
    const attribute = asked[Number(rarest?.place)];
    if (!rarest || !attribute || Number(rarest.entries) > CATALOG_LIMITS.rare) return filter;
    const rows = await this.database.query<{ id: Buffer }>(`${attribute.sql} LIMIT ?`, [
      attribute.value,
      CATALOG_LIMITS.rare,
    ]);
    return { ...filter, few: rows.map(({ id }) => fromBinary(id)) };
  }

  /** Restricts the conditions to the next part of the list, where no index serves the filter; see ListOrder.walk. */
  private async walk(
    filter: NarrowedFilter,
    order: ListOrder<Course>,
    { after, size }: { after: Place | undefined; size: number },
    conditions: Conditions,
  ): Promise<(string | null)[] | undefined> {
    if (!isWalked(filter)) return undefined;
    const walk = { table: 'courses', alias: 'c', after, size };
    if (filter.scope !== 'open') return order.walk(this.database, walk, conditions);
    return ofOneStatus(order).walk(this.database, { ...walk, of: requireOpen }, conditions);
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
function partsOf(filter: NarrowedFilter, order: ListOrder<Course>): CoursePart[] {
  const { scope, own, status } = filter;
  if (isOfFew(filter)) return [{ index: 'PRIMARY', conditions: listed(filter) }];
  if (scope === 'open') return [{ index: ofOneStatus(order).index, conditions: listed(filter) }];
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
function listed({ scope, own, ids, few, status, found, attributes = {} }: NarrowedFilter): Conditions {
  const conditions = new Conditions();
  if (few !== undefined) conditions.among('c.id', few);
  requireAttributes(attributes, conditions);
  if (scope === 'open') {
    requireOpen(conditions);
    // Not a join, which a server might begin with the schools.
    conditions.add('(SELECT o.open_catalog FROM orgs o WHERE o.id = c.org_id) = 1');
  }
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

/** With these, an index begins. */
function requireOpen(conditions: Conditions): void {
  conditions.add("c.status = 'published'").add("c.visibility = 'public'");
}

/** Whether the courses are found by their ids. */
function isOfFew({ scope, ids, few, found }: NarrowedFilter): boolean {
  return ids !== undefined || few !== undefined || scope === 'only' || found?.ids !== undefined;
}

/** Whether the list is looked through, since no index serves the filter: so many match a search or have the attributes. */
function isWalked(filter: NarrowedFilter): boolean {
  const { scope, found, attributes = {} } = filter;
  const isFiltered = found !== undefined || scope === 'open' || askedAttributes(attributes).length > 0;
  return isFiltered && !isOfFew(filter);
}
