import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { CourseKeyUse } from './course-key-use.entity';
import { CourseKey } from './course-key.entity';

const FIELDS = [
  ...(['id', 'courseId', 'label', 'keyText', 'groupId', 'opensAt', 'closesAt', 'maxUses', 'uses'] as const),
  ...(['revokedAt', 'createdBy', 'createdAt', 'version'] as const),
] as const;
const KEY = columnsOf(CourseKey, 'k', FIELDS);
const NEW_KEY = insertOf(CourseKey, FIELDS);
const NEW_USE = insertOf(CourseKeyUse, ['keyId', 'userId', 'usedAt']);

export type KeyRecord = RowOf<typeof KEY>;

/** As they were made. */
export const KEY_ORDER = ListOrder.by<Pick<CourseKey, 'id'>>('ix_course_keys_order', { id: 'id' });

/** The keys of courses, and who has used them. */
@Injectable()
export class KeysRepository {
  constructor(private readonly database: Database) {}

  async page(
    courseId: string,
    { after, limit }: { after: Place | undefined; limit: number },
  ): Promise<KeyRecord[]> {
    const chosen = new Conditions().add('k.course_id = ?', toBinary(courseId));
    if (after) KEY_ORDER.behind('k', after, chosen);
    return this.database.rows(
      `SELECT ${KEY.sql} FROM course_keys k FORCE INDEX (${KEY_ORDER.index})
       WHERE ${chosen.sql} ORDER BY ${KEY_ORDER.sql('k')} LIMIT ?`,
      [...chosen.params, limit + 1],
      KEY,
    );
  }

  async count(courseId: string, most: number): Promise<number> {
    const sql = 'SELECT k.id FROM course_keys k WHERE k.course_id = ?';
    return countUpTo(this.database, most, sql, [toBinary(courseId)]);
  }

  async find(id: string): Promise<KeyRecord | undefined> {
    return this.database.row(`SELECT ${KEY.sql} FROM course_keys k WHERE k.id = ?`, [toBinary(id)], KEY);
  }

  /** Locked until the transaction ends: nobody else uses it meanwhile. */
  async lock(id: string): Promise<KeyRecord | undefined> {
    const sql = `SELECT ${KEY.sql} FROM course_keys k WHERE k.id = ? FOR UPDATE`;
    return this.database.row(sql, [toBinary(id)], KEY);
  }

  /** All of the course that are not revoked. */
  async standing(courseId: string): Promise<KeyRecord[]> {
    return this.database.rows(
      `SELECT ${KEY.sql} FROM course_keys k WHERE k.course_id = ? AND k.revoked_at IS NULL`,
      [toBinary(courseId)],
      KEY,
    );
  }

  /** Whether the course has the group, which stays until the transaction ends. */
  async holdGroup(courseId: string, groupId: string): Promise<boolean> {
    const row = await this.database.row(
      `SELECT g.id FROM course_groups g STRAIGHT_JOIN group_sets s ON s.id = g.set_id
       WHERE g.id = ? AND s.course_id = ? LOCK IN SHARE MODE`,
      [toBinary(groupId), toBinary(courseId)],
    );
    return row !== undefined;
  }

  async insert(key: KeyRecord): Promise<void> {
    await this.database.insert(NEW_KEY, [key]);
  }

  async update({ id, label, opensAt, closesAt, maxUses, revokedAt }: KeyRecord): Promise<void> {
    await this.database.run(
      `UPDATE course_keys SET label = ?, opens_at = ?, closes_at = ?, max_uses = ?, revoked_at = ?,
         version = version + 1 WHERE id = ?`,
      [label, opensAt, closesAt, maxUses, revokedAt, toBinary(id)],
    );
  }

  async isUsedBy(keyId: string, userId: string): Promise<boolean> {
    const row = await this.database.row(
      'SELECT 1 FROM course_key_uses u WHERE u.key_id = ? AND u.user_id = ?',
      [toBinary(keyId), toBinary(userId)],
    );
    return row !== undefined;
  }

  /** Of a key that is locked, by somebody who has not used it before. */
  async addUse(keyId: string, userId: string, usedAt: Date): Promise<void> {
    await this.database.insert(NEW_USE, [{ keyId, userId, usedAt }]);
    await this.database.run('UPDATE course_keys SET uses = uses + 1 WHERE id = ?', [toBinary(keyId)]);
  }
}
