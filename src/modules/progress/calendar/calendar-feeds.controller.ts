import { Body, Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { CalendarFeedsService } from './calendar-feeds.service';
import {
  CalendarFeedResponse,
  NewCalendarFeedDto,
  NewCalendarFeedResponse,
} from './dto/calendar-feed.response';

@ApiTags('Progress')
@Controller('me/calendar-feeds')
export class CalendarFeedsController {
  constructor(private readonly feeds: CalendarFeedsService) {}

  @Get()
  @Endpoint({
    summary: 'List the addresses of my calendar',
    description: 'The newest first, without their secrets.',
    ...READS.page,
    response: PageOf(CalendarFeedResponse),
  })
  list(@CurrentCaller() caller: Caller, @Query() query: CursorQuery): Promise<Page<CalendarFeedResponse>> {
    return this.feeds.list(caller, query);
  }

  @Post()
  @Endpoint({
    summary: 'Make an address of my calendar',
    description:
      'For a program that subscribes to calendars (iCalendar, RFC 5545): what is due for you and when, quizzes that open and close, sessions, first and last days of your courses. At most 10; the secret in the address is shown once.',
    status: 201,
    response: NewCalendarFeedResponse,
    errors: { 409: 'progress.too_many_calendar_feeds', 422: 'request.invalid' },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Body() { title }: NewCalendarFeedDto,
  ): Promise<NewCalendarFeedResponse> {
    return this.feeds.create(caller, title);
  }

  @Delete(':calendarFeedId')
  @Endpoint({
    summary: 'Revoke an address of my calendar',
    description: 'Nobody can read the calendar by it any more.',
    status: 204,
    errors: { 400: 'request.invalid_id', 404: 'progress.calendar_feed_not_found' },
  })
  revoke(@CurrentCaller() caller: Caller, @Param('calendarFeedId', IdPipe) id: string): Promise<void> {
    return this.feeds.revoke(caller, id);
  }
}
