import { Injectable } from '@nestjs/common';
import type { CourseStatus } from '../../shared/auth/permissions';
import { Database, type SqlValue } from '../../shared/database/database';
import { fromBinary, toBinary, toNullableBinary } from '../../shared/database/ids';
import { prefixPattern } from '../../shared/database/prefix-pattern';
import { isSeenByEveryone } from './access/participation';
import type { CourseFacts, NewCourse } from './course-facts';

/** A course with everything about itself. */
export interface CourseRecord extends CourseFacts {
  version: number;
  updatedAt: Date;
}

/** The place of a list's last row: the value it is sorted by, and its id. */
export interface CoursePlace {
  value: string;
  id: string;
}

export interface CourseFilter {
  /** `only` the courses of `ids`; `all`; or those that everyone sees (`public`) and those of `ids`. */
  scope: 'only' | 'all' | 'public';
  /** Not empty for `only`. */
  ids: string[];
  status?: CourseStatus;
  /** Beginning of the title or the code. */
  search?: string;
  sort: 'title' | 'newest';
  after?: CoursePlace;
  limit: number;
}

type CourseRow = Omit<CourseRecord, 'id' | 'selfEnrollment'> & { id: Buffer; selfEnrollment: number };

const COLUMNS = `c.id, c.code, c.title, c.summary, c.status, c.time_zone AS timeZone,
  c.self_enrollment AS selfEnrollment, c.start_date AS startDate, c.end_date AS endDate,
  c.published_at AS publishedAt, c.version, c.created_at AS createdAt, c.updated_at AS updatedAt`;

@Injectable()
export class CoursesRepository {
  constructor(private readonly database: Database) {}

  async find(courseId: string): Promise<CourseRecord | undefined> {
    const row = await this.database.row<CourseRow>(`SELECT ${COLUMNS} FROM courses c WHERE c.id = ?`, [
      toBinary(courseId),
    ]);
    return row && toRecord(row);
  }

  /** As `find`, and holds the row until the transaction ends. */
  async lock(courseId: string): Promise<CourseRecord | undefined> {
    const row = await this.database.row<CourseRow>(
      `SELECT ${COLUMNS} FROM courses c WHERE c.id = ? FOR UPDATE`,
      [toBinary(courseId)],
    );
    return row && toRecord(row);
  }

  /** Up to `limit` + 1 courses: the extra one tells that there are more. */
  async page({ scope, ids, status, search, sort, after, limit }: CourseFilter): Promise<CourseRecord[]> {
    const conditions: [sql: string, ...values: (SqlValue | SqlValue[])[]][] = [];
    if (scope === 'only') conditions.push(['c.id IN (?)', ids.map(toBinary)]);
    else if (scope === 'public' && ids.length === 0) conditions.push([isSeenByEveryone('c')]);
    else if (scope === 'public')
      conditions.push([`(${isSeenByEveryone('c')} OR c.id IN (?))`, ids.map(toBinary)]);
    if (status !== undefined) conditions.push(['c.status = ?', status]);
    if (search !== undefined) {
      const prefix = prefixPattern(search);
      conditions.push(["(c.title LIKE ? ESCAPE '!' OR c.code LIKE ? ESCAPE '!')", prefix, prefix]);
    }
    if (after && sort === 'title') {
      conditions.push([
        `(c.title >= ? AND (c.title > ? OR c.id > ?))`,
        after.value,
        after.value,
        toBinary(after.id),
      ]);
    } else if (after) {
      const createdAt = new Date(after.value);
      conditions.push([
        '(c.created_at <= ? AND (c.created_at < ? OR c.id < ?))',
        createdAt,
        createdAt,
        toBinary(after.id),
      ]);
    }
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`;
    const order = sort === 'title' ? 'c.title, c.id' : 'c.created_at DESC, c.id DESC';
    const rows = await this.database.query<CourseRow>(
      `SELECT ${COLUMNS} FROM courses c ${where} ORDER BY ${order} LIMIT ?`,
      [...conditions.flatMap(([, ...values]) => values), limit + 1],
    );
    return rows.map(toRecord);
  }

  async insert(courses: NewCourse[]): Promise<void> {
    await this.database.insertMany(
      'courses',
      [
        ...[
          'id',
          'code',
          'title',
          'summary',
          'status',
          'time_zone',
          'self_enrollment',
          'start_date',
          'end_date',
        ],
        ...['created_by', 'published_at', 'created_at', 'updated_at'],
      ],
      courses.map((course) => [
        toBinary(course.id),
        course.code,
        course.title,
        course.summary,
        course.status,
        course.timeZone,
        course.selfEnrollment,
        course.startDate,
        course.endDate,
        toNullableBinary(course.createdBy),
        course.publishedAt,
        course.createdAt,
        course.createdAt,
      ]),
    );
  }

  /** Writes what may change of a course that this transaction has locked. */
  async update(course: CourseRecord): Promise<void> {
    await this.database.run(
      `UPDATE courses SET code = ?, title = ?, summary = ?, status = ?, time_zone = ?, self_enrollment = ?,
              start_date = ?, end_date = ?, published_at = ?, version = ?, updated_at = ? WHERE id = ?`,
      [
        course.code,
        course.title,
        course.summary,
        course.status,
        course.timeZone,
        course.selfEnrollment,
        course.startDate,
        course.endDate,
        course.publishedAt,
        course.version,
        course.updatedAt,
        toBinary(course.id),
      ],
    );
  }

  /**
   * Counts a change of the content and locks the course's row. False, with nothing done, when the course is gone or
   * its content is at none of the versions given.
   */
  async touchContent(courseId: string, versions?: readonly number[]): Promise<boolean> {
    const { affectedRows } = await this.database.execute(
      `UPDATE courses SET content_version = content_version + 1
       WHERE id = ? ${versions === undefined ? '' : 'AND content_version IN (?)'}`,
      [toBinary(courseId), ...(versions === undefined ? [] : [[...versions]])],
    );
    return affectedRows === 1;
  }

  async delete(courseId: string): Promise<void> {
    await this.database.run('DELETE FROM courses WHERE id = ?', [toBinary(courseId)]);
  }
}

function toRecord(row: CourseRow): CourseRecord {
  return { ...row, id: fromBinary(row.id), selfEnrollment: row.selfEnrollment === 1 };
}
