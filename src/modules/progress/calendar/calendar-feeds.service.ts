import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { hashOfToken, newSecretToken } from '../../identity';
import { CalendarFeedNotFoundError, TooManyCalendarFeedsError } from './calendar.errors';
import { CalendarFeedsRepository, FEED_ORDER } from './calendar-feeds.repository';
import {
  type CalendarFeedResponse,
  type NewCalendarFeedResponse,
  toCalendarFeedResponse,
} from './dto/calendar-feed.response';

const MOST_FEEDS = 10;

/** The addresses by which programs read a person's calendar. */
@Injectable()
export class CalendarFeedsService {
  constructor(
    private readonly feeds: CalendarFeedsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async list({ userId }: Caller, query: CursorQuery): Promise<Page<CalendarFeedResponse>> {
    const feeds = await this.feeds.page(userId, query.limit, FEED_ORDER.placeIn(query.cursor));
    const page = toPage(feeds, query.limit, FEED_ORDER.keysOf, toCalendarFeedResponse);
    return withTotal(page, query, (most) => this.feeds.count(userId, most));
  }

  /** Throws TooManyCalendarFeedsError. */
  async create({ userId }: Caller, name: string): Promise<NewCalendarFeedResponse> {
    const token = newSecretToken();
    const feed = { id: newId(), userId, name, createdAt: this.clock.now(), lastReadAt: null };
    await this.transactions.run(async () => {
      if ((await this.feeds.lockCount(userId)) >= MOST_FEEDS) throw new TooManyCalendarFeedsError(MOST_FEEDS);
      await this.feeds.insert({ ...feed, tokenHash: hashOfToken(token) });
    });
    const address = `${this.settings.publicUrl}/v1/calendar.ics?token=${token}`;
    return { ...toCalendarFeedResponse(feed), address };
  }

  /** Throws CalendarFeedNotFoundError. */
  async revoke({ userId }: Caller, id: string): Promise<void> {
    if (!(await this.feeds.delete(userId, id))) throw new CalendarFeedNotFoundError();
  }
}
