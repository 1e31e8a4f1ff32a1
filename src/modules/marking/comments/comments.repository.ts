import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { SavedComment } from './saved-comment.entity';

const COMMENT = columnsOf(SavedComment, 'm', [
  ...(['id', 'courseId', 'authorId', 'text', 'isShared', 'version', 'createdAt', 'updatedAt'] as const),
]).andExpressions<{ givenName: string; familyName: string }>({
  ...{ givenName: 'u.given_name', familyName: 'u.family_name' },
});
export type SavedCommentRecord = RowOf<typeof COMMENT>;

const NEW_COMMENT = insertOf(SavedComment, [
  ...(['id', 'courseId', 'authorId', 'text', 'isShared', 'createdAt', 'updatedAt'] as const),
]);
export type NewSavedComment = Omit<SavedComment, 'version' | 'createdAt' | 'updatedAt'>;

export const NEWEST_COMMENT_FIRST = ListOrder.by<{ id: string }>('ix_saved_comments_course', {
  id: 'id',
}).reversed();

/** The comments that markers keep. */
@Injectable()
export class CommentsRepository {
  constructor(private readonly database: Database) {}

  /** Those that the marker may use, the newest first; one more than `limit` if there are more. */
  async page(courseId: string, marker: string, limit: number, after?: Place): Promise<SavedCommentRecord[]> {
    const chosen = usableBy(courseId, marker);
    if (after) NEWEST_COMMENT_FIRST.behind('m', after, chosen);
    return this.database.rows(
      `SELECT ${COMMENT.sql} FROM saved_comments m FORCE INDEX (${NEWEST_COMMENT_FIRST.index})
         STRAIGHT_JOIN users u ON u.id = m.author_id
       WHERE ${chosen.sql} ORDER BY ${NEWEST_COMMENT_FIRST.sql('m')} LIMIT ?`,
      [...chosen.params, limit + 1],
      COMMENT,
    );
  }

  async count(courseId: string, marker: string, most: number): Promise<number> {
    const chosen = usableBy(courseId, marker);
    const all = `SELECT m.id FROM saved_comments m FORCE INDEX (${NEWEST_COMMENT_FIRST.index}) WHERE ${chosen.sql}`;
    return countUpTo(this.database, most, all, chosen.params);
  }

  async countOfAuthor(courseId: string, authorId: string, most: number): Promise<number> {
    const all = 'SELECT m.id FROM saved_comments m WHERE m.author_id = ? AND m.course_id = ?';
    return countUpTo(this.database, most, all, [toBinary(authorId), toBinary(courseId)]);
  }

  /** The texts of those that the marker may use, by id. */
  async texts(courseId: string, marker: string, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${TEXT.sql} FROM saved_comments m
       WHERE m.id IN (?) AND m.course_id = ? AND (m.is_shared = 1 OR m.author_id = ?)`,
      [ids.map(toBinary), toBinary(courseId), toBinary(marker)],
      TEXT,
    );
    return new Map(rows.map(({ id, text }) => [id, text]));
  }

  async find(commentId: string): Promise<SavedCommentRecord | undefined> {
    return this.database.row(
      `SELECT ${COMMENT.sql} FROM saved_comments m STRAIGHT_JOIN users u ON u.id = m.author_id WHERE m.id = ?`,
      [toBinary(commentId)],
      COMMENT,
    );
  }

  /** The version of a comment, which is locked then. */
  async lock(commentId: string): Promise<number | undefined> {
    const row = await this.database.row<{ version: number }>(
      'SELECT m.version FROM saved_comments m WHERE m.id = ? FOR UPDATE',
      [toBinary(commentId)],
    );
    return row?.version;
  }

  async insert(comment: NewSavedComment, now: Date): Promise<void> {
    await this.database.insert(NEW_COMMENT, [{ ...comment, createdAt: now, updatedAt: now }]);
  }

  async update(commentId: string, text: string, isShared: boolean, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE saved_comments SET text = ?, is_shared = ?, version = version + 1, updated_at = ? WHERE id = ?',
      [text, Number(isShared), now, toBinary(commentId)],
    );
  }

  async delete(commentId: string): Promise<void> {
    await this.database.run('DELETE FROM saved_comments WHERE id = ?', [toBinary(commentId)]);
  }
}

const TEXT = columnsOf(SavedComment, 'm', ['id', 'text']);

function usableBy(courseId: string, marker: string): Conditions {
  return new Conditions()
    .add('m.course_id = ?', toBinary(courseId))
    .add('(m.is_shared = 1 OR m.author_id = ?)', toBinary(marker));
}
