import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { GroupSet } from './group-set.entity';
import { GroupSetTitleTakenError } from './groups.errors';

const SET = columnsOf(GroupSet, 's', [
  ...(['id', 'courseId', 'title', 'joining', 'groupSize', 'opensAt', 'closesAt', 'visibility'] as const),
  ...(['version', 'createdAt', 'updatedAt'] as const),
]);
const READ = SET.andExpressions<{ myGroupId: Buffer | null }>({ myGroupId: 'm.group_id' });
const OWN = `LEFT JOIN group_memberships m ON m.set_id = s.id AND m.user_id = ? AND m.is_standing = 1`;

export type GroupSetRecord = RowOf<typeof SET>;
/** With the group in which the reader is. */
export type ReadGroupSet = GroupSetRecord & { myGroupId: string | null };

/** As they were made. */
export const GROUP_SET_ORDER = ListOrder.by<Pick<GroupSet, 'id'>>('ix_group_sets_order', { id: 'id' });

interface SetFilter {
  courseId: string;
  /** Only those that learners know of. */
  forLearners: boolean;
}

@Injectable()
export class GroupSetsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(GroupSet) private readonly sets: Repository<GroupSet>,
  ) {}

  async page(
    filter: SetFilter,
    readerId: string,
    { after, limit }: { after: Place | undefined; limit: number },
  ): Promise<ReadGroupSet[]> {
    const chosen = chosenBy(filter);
    if (after) GROUP_SET_ORDER.behind('s', after, chosen);
    const rows = await this.database.rows(
      `SELECT ${READ.sql} FROM group_sets s FORCE INDEX (${GROUP_SET_ORDER.index}) ${OWN}
       WHERE ${chosen.sql} ORDER BY ${GROUP_SET_ORDER.sql('s')} LIMIT ?`,
      [toBinary(readerId), ...chosen.params, limit + 1],
      READ,
    );
    return rows.map(toRead);
  }

  async count(filter: SetFilter, most: number): Promise<number> {
    const { sql, params } = chosenBy(filter);
    return countUpTo(this.database, most, `SELECT s.id FROM group_sets s WHERE ${sql}`, params);
  }

  async find(id: string, readerId: string): Promise<ReadGroupSet | undefined> {
    const row = await this.database.row(
      `SELECT ${READ.sql} FROM group_sets s ${OWN} WHERE s.id = ?`,
      [toBinary(readerId), toBinary(id)],
      READ,
    );
    return row && toRead(row);
  }

  /** Locked until the transaction ends: nobody else moves anybody in the set meanwhile. */
  async lock(id: string): Promise<GroupSetRecord | undefined> {
    return this.database.row(
      `SELECT ${SET.sql} FROM group_sets s WHERE s.id = ? FOR UPDATE`,
      [toBinary(id)],
      SET,
    );
  }

  /** Throws GroupSetTitleTakenError. */
  async insert(set: GroupSet): Promise<void> {
    await withFreeTitle(() => this.sets.insert(set));
  }

  /** Throws GroupSetTitleTakenError. */
  async update(id: string, changes: Partial<GroupSet>): Promise<void> {
    await withFreeTitle(() => this.sets.update({ id }, changes));
  }

  /** With its groups, and who was in them. */
  async delete(id: string): Promise<void> {
    await this.sets.delete({ id });
  }
}

function toRead({ myGroupId, ...set }: RowOf<typeof READ>): ReadGroupSet {
  return { ...set, myGroupId: fromNullableBinary(myGroupId) };
}

function chosenBy({ courseId, forLearners }: SetFilter): Conditions {
  const chosen = new Conditions().add('s.course_id = ?', toBinary(courseId));
  return forLearners ? chosen.add("s.visibility <> 'none'") : chosen;
}

async function withFreeTitle(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isDuplicateKey(error, 'uq_group_sets_title')) throw new GroupSetTitleTakenError();
    throw error;
  }
}
