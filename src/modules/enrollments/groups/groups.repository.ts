import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { CourseGroup } from './course-group.entity';
import { GroupTitleTakenError } from './groups.errors';
import { ACTIVE_MEMBERS } from './memberships.repository';

const GROUP = columnsOf(CourseGroup, 'g', ['id', 'setId', 'title', 'version', 'createdAt', 'updatedAt']);
const READ = GROUP.andExpressions<{ memberCount: number; isMine: number }>({
  memberCount: `(SELECT COUNT(*) FROM ${ACTIVE_MEMBERS} WHERE m.group_id = g.id AND m.is_standing = 1)`,
  isMine: 'o.id IS NOT NULL',
});
const OWN = `LEFT JOIN group_memberships o ON o.set_id = g.set_id AND o.user_id = ? AND o.group_id = g.id AND o.is_standing = 1`;
const NEW_GROUP = insertOf(CourseGroup, ['id', 'setId', 'title', 'version', 'createdAt', 'updatedAt']);

export type GroupRecord = RowOf<typeof GROUP>;
/** With how many are in it, and whether the reader is. */
export type ReadGroup = GroupRecord & { memberCount: number; isMine: boolean };

/** As they were made. */
export const GROUP_ORDER = ListOrder.by<Pick<CourseGroup, 'id'>>('ix_course_groups_order', { id: 'id' });

/** Who reads groups, in which course, and on which day of its time zone. */
export interface GroupReader {
  courseId: string;
  userId: string;
  today: string;
}

interface GroupFilter {
  setId: string;
  /** Only that of the reader. */
  ownOnly: boolean;
}

@Injectable()
export class GroupsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(CourseGroup) private readonly groups: Repository<CourseGroup>,
  ) {}

  async page(
    filter: GroupFilter,
    reader: GroupReader,
    { after, limit }: { after: Place | undefined; limit: number },
  ): Promise<ReadGroup[]> {
    const chosen = chosenBy(filter);
    if (after) GROUP_ORDER.behind('g', after, chosen);
    const rows = await this.database.rows(
      `SELECT ${READ.sql} FROM course_groups g FORCE INDEX (${GROUP_ORDER.index}) ${OWN}
       WHERE ${chosen.sql} ORDER BY ${GROUP_ORDER.sql('g')} LIMIT ?`,
      [...readerValues(reader), ...chosen.params, limit + 1],
      READ,
    );
    return rows.map(toRead);
  }

  async count(filter: GroupFilter, { userId }: GroupReader, most: number): Promise<number> {
    const { sql, params } = chosenBy(filter);
    return countUpTo(this.database, most, `SELECT g.id FROM course_groups g ${OWN} WHERE ${sql}`, [
      toBinary(userId),
      ...params,
    ]);
  }

  /** The group, and the course of its set. */
  async find(id: string): Promise<(GroupRecord & { courseId: string }) | undefined> {
    const row = await this.database.row(
      `SELECT ${FOUND.sql} FROM course_groups g JOIN group_sets s ON s.id = g.set_id WHERE g.id = ?`,
      [toBinary(id)],
      FOUND,
    );
    return row && { ...row, courseId: fromBinary(row.courseId) };
  }

  async read(id: string, reader: GroupReader): Promise<ReadGroup | undefined> {
    const row = await this.database.row(
      `SELECT ${READ.sql} FROM course_groups g ${OWN} WHERE g.id = ?`,
      [...readerValues(reader), toBinary(id)],
      READ,
    );
    return row && toRead(row);
  }

  /** Those of the groups that are in the set. They stay until the transaction ends. */
  async hold(setId: string, ids: readonly string[]): Promise<GroupRecord[]> {
    if (ids.length === 0) return [];
    return this.database.query(
      `SELECT ${GROUP.sql} FROM course_groups g WHERE g.set_id = ? AND g.id IN (?) ORDER BY g.id LOCK IN SHARE MODE`,
      [toBinary(setId), ids.map(toBinary)],
      GROUP,
    );
  }

  /** Throws GroupTitleTakenError. */
  async insert(groups: readonly CourseGroup[]): Promise<void> {
    await withFreeTitle(() => this.database.insert(NEW_GROUP, groups));
  }

  /** Throws GroupTitleTakenError. */
  async update(id: string, changes: Partial<CourseGroup>): Promise<void> {
    await withFreeTitle(() => this.groups.update({ id }, changes));
  }

  /** With who was in it. */
  async delete(id: string): Promise<void> {
    await this.groups.delete({ id });
  }
}

const FOUND = GROUP.andExpressions<{ courseId: Buffer }>({ courseId: 's.course_id' });

/** For READ and OWN. */
function readerValues({ courseId, userId, today }: GroupReader): [Buffer, string, string, Buffer] {
  return [toBinary(courseId), today, today, toBinary(userId)];
}

function toRead({ isMine, ...group }: RowOf<typeof READ>): ReadGroup {
  return { ...group, isMine: isMine === 1 };
}

function chosenBy({ setId, ownOnly }: GroupFilter): Conditions {
  const chosen = new Conditions().add('g.set_id = ?', toBinary(setId));
  return ownOnly ? chosen.add('o.id IS NOT NULL') : chosen;
}

async function withFreeTitle(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isDuplicateKey(error, 'uq_course_groups_title')) throw new GroupTitleTakenError();
    throw error;
  }
}
