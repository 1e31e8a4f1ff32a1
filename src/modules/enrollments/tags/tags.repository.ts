import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../shared/auth/permissions';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromBinary, newId, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { HAS_STATUS, isLearnersEnrollment } from '../../courses';
import { restrictTo } from '../groups/label-filter';
import { LearnerTag } from './learner-tag.entity';
import { TaggedLearner } from './tagged-learner.entity';
import { LearnerTagTitleTakenError } from './tags.errors';

/** Joins the active learners `e` of a course on a day to those `h` who have a tag; takes the course, and the day twice. */
const JOIN_ACTIVE = `JOIN enrollments e ON e.user_id = h.user_id AND e.course_id = ? AND ${isLearnersEnrollment('e')}
  AND ${HAS_STATUS.active.sql('e')}`;

const TAG = columnsOf(LearnerTag, 't', ['id', 'courseId', 'title', 'version', 'createdAt', 'updatedAt']);
const READ = TAG.andExpressions<{ learnerCount: number }>({
  learnerCount: `(SELECT COUNT(*) FROM tagged_learners h ${JOIN_ACTIVE} WHERE h.tag_id = t.id)`,
});
const HOLDER = columnsOf(TaggedLearner, 'h', ['id', 'userId', 'taggedAt', 'taggedBy']).andExpressions<{
  givenName: string;
  familyName: string;
}>({ givenName: 'e.given_name', familyName: 'e.family_name' });
const NEW_HOLDER = insertOf(TaggedLearner, ['id', 'tagId', 'userId', 'taggedAt', 'taggedBy']);

export type TagRecord = RowOf<typeof TAG>;
/** With how many have it. */
export type ReadTag = RowOf<typeof READ>;
export type TagHolder = RowOf<typeof HOLDER>;

/** As they were made. */
export const TAG_ORDER = ListOrder.by<Pick<LearnerTag, 'id'>>('ix_learner_tags_order', { id: 'id' });
/** Those who were tagged first first. */
export const HOLDER_ORDER = ListOrder.by<Pick<TaggedLearner, 'id'>>('ix_tagged_learners_order', { id: 'id' });

interface Page {
  after: Place | undefined;
  limit: number;
}

/** Somebody who has a tag. */
export interface Holding {
  tagId: string;
  userId: string;
}

/** A course, and the day there on which its learners are asked for. */
interface OnDay {
  courseId: string;
  today: string;
}

@Injectable()
export class TagsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(LearnerTag) private readonly tags: Repository<LearnerTag>,
  ) {}

  async page(
    { courseId, today }: OnDay,
    userId: string | undefined,
    { after, limit }: Page,
  ): Promise<ReadTag[]> {
    const chosen = chosenBy(courseId, userId);
    if (after) TAG_ORDER.behind('t', after, chosen);
    return this.database.rows(
      `SELECT ${READ.sql} FROM learner_tags t FORCE INDEX (${TAG_ORDER.index})
       WHERE ${chosen.sql} ORDER BY ${TAG_ORDER.sql('t')} LIMIT ?`,
      [toBinary(courseId), today, today, ...chosen.params, limit + 1],
      READ,
    );
  }

  async count(courseId: string, userId: string | undefined, most: number): Promise<number> {
    const { sql, params } = chosenBy(courseId, userId);
    return countUpTo(this.database, most, `SELECT t.id FROM learner_tags t WHERE ${sql}`, params);
  }

  async find(id: string): Promise<LearnerTag | null> {
    return this.tags.findOneBy({ id });
  }

  async read(id: string, { courseId, today }: OnDay): Promise<ReadTag | undefined> {
    return this.database.row(
      `SELECT ${READ.sql} FROM learner_tags t WHERE t.id = ?`,
      [toBinary(courseId), today, today, toBinary(id)],
      READ,
    );
  }

  /** Locked until the transaction ends: nobody else tags anybody with it meanwhile. */
  async lock(id: string): Promise<TagRecord | undefined> {
    return this.database.row(
      `SELECT ${TAG.sql} FROM learner_tags t WHERE t.id = ? FOR UPDATE`,
      [toBinary(id)],
      TAG,
    );
  }

  /** Throws LearnerTagTitleTakenError. */
  async insert(tag: LearnerTag): Promise<void> {
    await withFreeTitle(() => this.tags.insert(tag));
  }

  /** Throws LearnerTagTitleTakenError. */
  async update(id: string, changes: Partial<LearnerTag>): Promise<void> {
    await withFreeTitle(() => this.tags.update({ id }, changes));
  }

  async delete(id: string): Promise<void> {
    await this.tags.delete({ id });
  }

  async holders(
    tagId: string,
    { courseId, today, scope }: OnDay & { scope: Scope },
    { after, limit }: Page,
  ): Promise<TagHolder[]> {
    const chosen = havingTag(tagId, scope);
    if (after) HOLDER_ORDER.behind('h', after, chosen);
    return this.database.rows(
      `SELECT ${HOLDER.sql} FROM tagged_learners h FORCE INDEX (${HOLDER_ORDER.index}) STRAIGHT_${JOIN_ACTIVE}
       WHERE ${chosen.sql} ORDER BY ${HOLDER_ORDER.sql('h')} LIMIT ?`,
      [toBinary(courseId), today, today, ...chosen.params, limit + 1],
      HOLDER,
    );
  }

  async countHolders(
    tagId: string,
    { courseId, today, scope }: OnDay & { scope: Scope },
    most: number,
  ): Promise<number> {
    const chosen = havingTag(tagId, scope);
    const sql = `SELECT h.id FROM tagged_learners h ${JOIN_ACTIVE} WHERE ${chosen.sql}`;
    return countUpTo(this.database, most, sql, [toBinary(courseId), today, today, ...chosen.params]);
  }

  /** All who have the tag, whose row is locked meanwhile. */
  async holderIds(tagId: string): Promise<Set<string>> {
    const rows = await this.database.rows<{ userId: Buffer }>(
      'SELECT h.user_id AS userId FROM tagged_learners h WHERE h.tag_id = ?',
      [toBinary(tagId)],
    );
    return new Set(rows.map(({ userId }) => fromBinary(userId)));
  }

  /** One statement; none for nobody. */
  async add(tagId: string, userIds: readonly string[], by: string, now: Date): Promise<void> {
    await this.addAll(
      userIds.map((userId) => ({ tagId, userId })),
      by,
      now,
    );
  }

  /** Of any number of tags. One statement; none for nobody. */
  async addAll(holders: readonly Holding[], by: string, now: Date): Promise<void> {
    const made = { taggedAt: now, taggedBy: by };
    await this.database.insert(
      NEW_HOLDER,
      holders.map(({ tagId, userId }) => ({ ...made, id: newId(), tagId, userId })),
    );
  }

  /** Of any number of tags. One statement; none for nobody. */
  async removeAll(holders: readonly Holding[]): Promise<void> {
    if (holders.length === 0) return;
    await this.database.execute('DELETE FROM tagged_learners WHERE (tag_id, user_id) IN (?)', [
      holders.map(({ tagId, userId }) => [toBinary(tagId), toBinary(userId)]),
    ]);
  }

  /** One statement; none for nobody. */
  async remove(tagId: string, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    await this.database.execute('DELETE FROM tagged_learners WHERE tag_id = ? AND user_id IN (?)', [
      toBinary(tagId),
      userIds.map(toBinary),
    ]);
  }
}

function chosenBy(courseId: string, userId: string | undefined): Conditions {
  const chosen = new Conditions().add('t.course_id = ?', toBinary(courseId));
  if (userId === undefined) return chosen;
  const has = 'EXISTS (SELECT 1 FROM tagged_learners o WHERE o.tag_id = t.id AND o.user_id = ?)';
  return chosen.add(has, toBinary(userId));
}

async function withFreeTitle(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isDuplicateKey(error, 'uq_learner_tags_title')) throw new LearnerTagTitleTakenError();
    throw error;
  }
}

function havingTag(tagId: string, scope: Scope): Conditions {
  return restrictTo(scope, 'h.user_id', new Conditions().add('h.tag_id = ?', toBinary(tagId)));
}
