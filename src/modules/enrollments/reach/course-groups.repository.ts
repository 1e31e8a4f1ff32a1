import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { NoSuchGroupsError } from '../enrollments.errors';

/** The groups of courses, as far as assistants are limited to them. */
@Injectable()
export class CourseGroupsRepository {
  constructor(private readonly database: Database) {}

  /** One statement, or none without groups. Throws NoSuchGroupsError unless all are groups of the course. */
  async require(courseId: string, groupIds: readonly string[]): Promise<void> {
    if (groupIds.length === 0) return;
    const rows = await this.database.query<{ id: Buffer }>(
      'SELECT g.id FROM course_groups g JOIN group_sets s ON s.id = g.set_id WHERE s.course_id = ? AND g.id IN (?)',
      [toBinary(courseId), groupIds.map(toBinary)],
    );
    const found = new Set(rows.map(({ id }) => fromBinary(id)));
    const missing = groupIds.find((id) => !found.has(id.toLowerCase()));
    if (missing !== undefined) throw new NoSuchGroupsError(missing);
  }
}
