import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import type { PlatformRole } from '../../../shared/auth/caller';
import { CalendarFeed } from './calendar-feed.entity';

const FEED = columnsOf(CalendarFeed, 'f', ['id', 'userId', 'name', 'createdAt', 'lastReadAt']);
const NEW_FEED = insertOf(CalendarFeed, ['id', 'userId', 'name', 'tokenHash', 'createdAt']);
const READ = FEED.andExpressions<{ role: PlatformRole; locale: string }>({
  role: 'u.role',
  locale: 'u.locale',
});

export type CalendarFeedRecord = RowOf<typeof FEED>;
/** With whose it is. */
export type ReadFeed = RowOf<typeof READ>;

/** The newest first. */
export const FEED_ORDER = ListOrder.by<Pick<CalendarFeed, 'createdAt' | 'id'>>('ix_calendar_feeds_person', {
  createdAt: 'instant',
  id: 'id',
}).reversed();

@Injectable()
export class CalendarFeedsRepository {
  constructor(private readonly database: Database) {}

  async page(userId: string, limit: number, after?: Place): Promise<CalendarFeedRecord[]> {
    const chosen = new Conditions().add('f.user_id = ?', toBinary(userId));
    if (after) FEED_ORDER.behind('f', after, chosen);
    return this.database.rows(
      `SELECT ${FEED.sql} FROM calendar_feeds f FORCE INDEX (${FEED_ORDER.index})
       WHERE ${chosen.sql} ORDER BY ${FEED_ORDER.sql('f')} LIMIT ?`,
      [...chosen.params, limit + 1],
      FEED,
    );
  }

  async count(userId: string, most: number): Promise<number> {
    return countUpTo(this.database, most, 'SELECT f.id FROM calendar_feeds f WHERE f.user_id = ?', [
      toBinary(userId),
    ]);
  }

  /** How many the person has; their account is locked until the transaction ends, so that no more are added meanwhile. */
  async lockCount(userId: string): Promise<number> {
    await this.database.rows('SELECT u.id FROM users u WHERE u.id = ? FOR UPDATE', [toBinary(userId)]);
    return this.count(userId, Number.MAX_SAFE_INTEGER);
  }

  async insert(
    feed: Pick<CalendarFeed, 'id' | 'userId' | 'name' | 'tokenHash' | 'createdAt'>,
  ): Promise<void> {
    await this.database.insert(NEW_FEED, [feed]);
  }

  /** False where the person has no such feed. */
  async delete(userId: string, id: string): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      'DELETE FROM calendar_feeds WHERE id = ? AND user_id = ?',
      [toBinary(id), toBinary(userId)],
    );
    return affectedRows > 0;
  }

  /** By the secret in its address; undefined also where the account is suspended. */
  async byToken(tokenHash: Buffer): Promise<ReadFeed | undefined> {
    return this.database.row(
      `SELECT ${READ.sql} FROM calendar_feeds f JOIN users u ON u.id = f.user_id
       WHERE f.token_hash = ? AND u.disabled_at IS NULL`,
      [tokenHash],
      READ,
    );
  }

  async noteRead(id: string, now: Date): Promise<void> {
    await this.database.run('UPDATE calendar_feeds SET last_read_at = ? WHERE id = ?', [now, toBinary(id)]);
  }
}
