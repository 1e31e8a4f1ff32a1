import { Body, Controller, Delete, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { AnnouncementChoices } from './announcement-choices.service';
import { AnnouncementsService } from './announcements.service';
import {
  AnnouncementMailDto,
  AnnouncementsQuery,
  ChangeAnnouncementDto,
  NewAnnouncementDto,
} from './dto/announcement.dto';
import { AnnouncementMailResponse, AnnouncementResponse } from './dto/announcement.response';

const NOT_FOUND = 'enrollments.announcement_not_found';

@ApiTags('Enrollments')
@Controller()
export class AnnouncementsController {
  constructor(
    private readonly announcements: AnnouncementsService,
    private readonly choices: AnnouncementChoices,
  ) {}

  @Get('courses/:courseId/announcements')
  @Endpoint({
    summary: 'List the announcements of a course',
    description:
      'For members of the course, the newest first. Staff see drafts, which come last, and what will be published; all others what is published now.',
    ...READS.filteredPage,
    response: PageOf(AnnouncementResponse),
    errors: { 403: 'courses.not_enrolled', 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: AnnouncementsQuery,
  ): Promise<Page<AnnouncementResponse>> {
    return this.announcements.list(caller, courseId, query);
  }

  @Post('courses/:courseId/announcements')
  @Endpoint({
    summary: 'Announce something in a course',
    description:
      'For the staff of the course, to all of its learners: as a draft, at once, or at an instant. From that instant on learners see it; mails go out soon after it.',
    status: 201,
    location: '/v1/announcements/{id}',
    response: AnnouncementResponse,
    errors: {
      403: 'courses.staff_only',
      404: 'courses.not_found',
      409: 'courses.archived',
      422: 'request.invalid',
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: NewAnnouncementDto,
  ): Promise<AnnouncementResponse> {
    return this.announcements.create(caller, courseId, dto);
  }

  @Get('announcements/:announcementId')
  @Endpoint({
    summary: 'Read an announcement',
    description: 'For members of the course. Reading it does not mark it as read.',
    response: AnnouncementResponse,
    errors: { 400: 'request.invalid_id', 403: 'courses.not_enrolled', 404: NOT_FOUND },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('announcementId', IdPipe) id: string,
  ): Promise<AnnouncementResponse> {
    return this.announcements.read(caller, id);
  }

  @Patch('announcements/:announcementId')
  @Endpoint({
    summary: 'Change an announcement',
    description:
      'For the staff of the course. Learners see the change at once; mails that were sent are not sent again. With `publishesAt: null` it is a draft again.',
    response: AnnouncementResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: ['courses.staff_only', 'courses.not_enrolled'],
      404: NOT_FOUND,
      409: 'courses.archived',
      422: 'request.invalid',
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('announcementId', IdPipe) id: string,
    @Body() dto: ChangeAnnouncementDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<AnnouncementResponse> {
    return this.announcements.change(caller, id, dto, version);
  }

  @Delete('announcements/:announcementId')
  @Endpoint({
    summary: 'Delete an announcement',
    description: 'For the staff of the course, for good.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: ['courses.staff_only', 'courses.not_enrolled'],
      404: NOT_FOUND,
      409: 'courses.archived',
    },
  })
  delete(
    @CurrentCaller() caller: Caller,
    @Param('announcementId', IdPipe) id: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.announcements.delete(caller, id, version);
  }

  @Put('announcements/:announcementId/read')
  @Endpoint({
    summary: 'Mark an announcement as read',
    description: 'For members of the course. Doing it again changes nothing.',
    status: 204,
    errors: { 400: 'request.invalid_id', 403: 'courses.not_enrolled', 404: NOT_FOUND },
  })
  markRead(@CurrentCaller() caller: Caller, @Param('announcementId', IdPipe) id: string): Promise<void> {
    return this.announcements.markRead(caller, id);
  }

  @Delete('announcements/:announcementId/read')
  @Endpoint({
    summary: 'Mark an announcement as unread',
    description: 'For members of the course. Doing it again changes nothing.',
    status: 204,
    errors: { 400: 'request.invalid_id', 403: 'courses.not_enrolled', 404: NOT_FOUND },
  })
  markUnread(@CurrentCaller() caller: Caller, @Param('announcementId', IdPipe) id: string): Promise<void> {
    return this.announcements.markUnread(caller, id);
  }

  @Get('courses/:courseId/announcement-mails')
  @Endpoint({
    summary: 'Whether I get mails of announcements',
    description: 'For members of the course.',
    response: AnnouncementMailResponse,
    errors: { 403: 'courses.not_enrolled', 404: 'courses.not_found' },
  })
  choice(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<AnnouncementMailResponse> {
    return this.choices.read(caller, courseId);
  }

  @Put('courses/:courseId/announcement-mails')
  @Endpoint({
    summary: 'Get mails of announcements, or none',
    description: 'For members of the course, of this course. Learners get them until they say otherwise.',
    response: AnnouncementMailResponse,
    errors: { 403: 'courses.not_enrolled', 404: 'courses.not_found', 422: 'request.invalid' },
  })
  choose(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() { isWanted }: AnnouncementMailDto,
  ): Promise<AnnouncementMailResponse> {
    return this.choices.change(caller, courseId, isWanted);
  }
}
