import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { AUTHOR, type AuthorRow, withAuthor } from '../../identity';
import { type AnnouncementState, IS_IN_STATE } from './announcement-rules';
import { Announcement } from './announcement.entity';

const ANNOUNCEMENT = columnsOf(Announcement, 'n', [
  ...(['id', 'courseId', 'title', 'body', 'bodyHtml', 'publishesAt', 'sendsMail', 'mailedAt'] as const),
  ...(['version', 'createdAt', 'updatedAt'] as const),
]);
const READ = ANNOUNCEMENT.andExpressions<{ readAt: Date | null }>({
  readAt: 'r.read_at',
}).andExpressions<AuthorRow>(AUTHOR);

export type AnnouncementRecord = RowOf<typeof ANNOUNCEMENT>;
/** With its author, and when the reader has read it. */
export type ReadAnnouncement = ReturnType<typeof withAuthor<RowOf<typeof READ>>>;

/** The newest first; drafts come last. */
export const ANNOUNCEMENT_ORDER = ListOrder.by<Pick<Announcement, 'publishesAt' | 'id'>>(
  'ix_announcements_order',
  { publishesAt: 'instant', id: 'id' },
).reversed();

const JOINS = `JOIN users u ON u.id = n.created_by
  LEFT JOIN announcement_reads r ON r.announcement_id = n.id AND r.user_id = ?`;

interface AnnouncementFilter {
  courseId: string;
  /** All, where it is left out. */
  state?: AnnouncementState | undefined;
  now: Date;
}

@Injectable()
export class AnnouncementsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(Announcement) private readonly announcements: Repository<Announcement>,
  ) {}

  async page(
    filter: AnnouncementFilter,
    readerId: string,
    { after, limit }: { after: Place | undefined; limit: number },
  ): Promise<ReadAnnouncement[]> {
    const chosen = chosenBy(filter);
    if (after) ANNOUNCEMENT_ORDER.behind('n', after, chosen);
    const rows = await this.database.rows(
      `SELECT ${READ.sql} FROM announcements n FORCE INDEX (${ANNOUNCEMENT_ORDER.index}) ${JOINS}
       WHERE ${chosen.sql} ORDER BY ${ANNOUNCEMENT_ORDER.sql('n')} LIMIT ?`,
      [toBinary(readerId), ...chosen.params, limit + 1],
      READ,
    );
    return rows.map(withAuthor);
  }

  async count(filter: AnnouncementFilter, most: number): Promise<number> {
    const { sql, params } = chosenBy(filter);
    return countUpTo(this.database, most, `SELECT n.id FROM announcements n WHERE ${sql}`, params);
  }

  async find(id: string, readerId: string): Promise<ReadAnnouncement | undefined> {
    const row = await this.database.row(
      `SELECT ${READ.sql} FROM announcements n ${JOINS} WHERE n.id = ?`,
      [toBinary(readerId), toBinary(id)],
      READ,
    );
    return row && withAuthor(row);
  }

  /** Locked until the transaction ends. */
  async lock(id: string): Promise<AnnouncementRecord | undefined> {
    return this.database.row(
      `SELECT ${ANNOUNCEMENT.sql} FROM announcements n WHERE n.id = ? FOR UPDATE`,
      [toBinary(id)],
      ANNOUNCEMENT,
    );
  }

  async insert(announcement: Announcement): Promise<void> {
    await this.announcements.insert(announcement);
  }

  async update(id: string, changes: Partial<Announcement>): Promise<void> {
    await this.announcements.update({ id }, changes);
  }

  async delete(id: string): Promise<void> {
    await this.announcements.delete({ id });
  }

  async markRead(id: string, userId: string, now: Date): Promise<void> {
    await this.database.run(
      'INSERT INTO announcement_reads (announcement_id, user_id, read_at) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE read_at = read_at',
      [toBinary(id), toBinary(userId), now],
    );
  }

  async markUnread(id: string, userId: string): Promise<void> {
    await this.database.run('DELETE FROM announcement_reads WHERE announcement_id = ? AND user_id = ?', [
      toBinary(id),
      toBinary(userId),
    ]);
  }
}

function chosenBy({ courseId, state, now }: AnnouncementFilter): Conditions {
  const chosen = new Conditions().add('n.course_id = ?', toBinary(courseId));
  if (state === undefined) return chosen;
  return chosen.add(IS_IN_STATE[state]('n'), ...(state === 'draft' ? [] : [now]));
}
