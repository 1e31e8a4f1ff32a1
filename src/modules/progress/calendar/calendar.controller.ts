import { Controller, Get, Headers, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Endpoint } from '../../../shared/http/endpoint';
import { hasCopy } from '../../../shared/http/etag';
import { CalendarService, type CalendarFile } from './calendar.service';
import { CalendarQuery } from './dto/calendar-feed.response';

@ApiTags('Progress')
@Controller('calendar.ics')
export class CalendarController {
  constructor(private readonly calendars: CalendarService) {}

  @Get()
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'The ETag of the copy that you have.' })
  @ApiResponse({
    status: 200,
    content: { 'text/calendar': { schema: { type: 'string' } } },
    headers: { ETag: { description: 'Changes with the calendar.', schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 304, description: 'Not Modified: `If-None-Match` names the ETag it has' })
  @Endpoint({
    summary: 'A calendar by its address',
    description:
      'For programs that subscribe to it: needs no token of access. An iCalendar file (RFC 5545) with the dates of the courses that the person may read now, each as it is for them. What is hidden from a learner is not in it. Staff find the sessions of their courses. An address is read at most 30 times a minute.',
    responseDescription: 'All dates.',
    isPublic: true,
    errors: { 404: 'progress.calendar_address_invalid' },
  })
  async read(
    @Query() { token }: CalendarQuery,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return answer(await this.calendars.read(token), known, reply);
  }
}

function answer(
  { text, etag }: CalendarFile,
  known: string | undefined,
  reply: FastifyReply,
): StreamableFile | undefined {
  void reply.headers({ etag, 'cache-control': 'private, no-cache' });
  if (hasCopy(known, etag)) {
    void reply.status(304);
    return undefined;
  }
  return new StreamableFile(Buffer.from(text), {
    type: 'text/calendar; charset=utf-8',
    disposition: 'inline; filename="calendar.ics"',
  });
}
