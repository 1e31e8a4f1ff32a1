import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { CourseGroup } from './course-group.entity';
import { GroupSet } from './group-set.entity';

const CARRIED = columnsOf(GroupSet, 's', {
  ...{ setId: 'id', title: 'title', joining: 'joining', groupSize: 'groupSize', opensAt: 'opensAt' },
  ...{ closesAt: 'closesAt', visibility: 'visibility' },
} as const).andExpressions<{ groupTitle: string | null }>({ groupTitle: 'g.title' });
const NEW_SET = insertOf(GroupSet, [
  ...(['id', 'courseId', 'title', 'joining', 'groupSize', 'opensAt', 'closesAt', 'visibility'] as const),
  ...(['version', 'createdAt', 'updatedAt'] as const),
]);
const NEW_GROUP = insertOf(CourseGroup, ['id', 'setId', 'title', 'version', 'createdAt', 'updatedAt']);

/** What of groups goes along with a copy of a course. */
@Injectable()
export class CarriedGroupsRepository {
  constructor(private readonly database: Database) {}

  /** Each group with its set, and each set without groups, as they were made. One statement. */
  async ofCourse(courseId: string): Promise<RowOf<typeof CARRIED>[]> {
    return this.database.rows(
      `SELECT ${CARRIED.sql} FROM group_sets s LEFT JOIN course_groups g ON g.set_id = s.id
       WHERE s.course_id = ? ORDER BY s.id, g.id`,
      [toBinary(courseId)],
      CARRIED,
    );
  }

  /** Two statements at most. */
  async restore(sets: readonly GroupSet[], groups: readonly CourseGroup[]): Promise<void> {
    if (sets.length > 0) await this.database.insert(NEW_SET, sets);
    if (groups.length > 0) await this.database.insert(NEW_GROUP, groups);
  }
}
