import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../../../shared/auth/caller';
import { CurrentCaller } from '../../../../../shared/auth/decorators';
import { Endpoint } from '../../../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../../../shared/http/etag';
import { IdPipe } from '../../../../../shared/http/id.pipe';
import { SCHEDULE_BODIES } from './dto/scheduled-publication.examples';
import { SchedulePublicationDto } from './dto/scheduled-publication.dto';
import { ScheduledPublicationResponse } from './dto/scheduled-publication.response';
import { ScheduledPublicationsService } from './scheduled-publications.service';

const NONE = ['courses.not_found', 'courses.no_scheduled_publication'];

@ApiTags('Course content')
@Controller('courses/:courseId/scheduled-publication')
export class ScheduledPublicationsController {
  constructor(private readonly schedules: ScheduledPublicationsService) {}

  @Get()
  @Endpoint({
    summary: 'Read when the drafts of a course will be published',
    description:
      'For its staff: the instant, and afterwards what became of it. If they were not published then, the reasons are here.',
    response: ScheduledPublicationResponse,
    errors: { 400: 'request.invalid_id', 403: 'courses.staff_only', 404: NONE },
  })
  find(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<ScheduledPublicationResponse> {
    return this.schedules.find(caller, courseId);
  }

  @Put()
  @Endpoint({
    summary: 'Schedule the publication of the drafts of a course',
    description:
      'For instructors. What is published are the drafts as they are at that instant, not as they are now: go on writing until then. There is one at a time; a new one takes the place of the one before. If something keeps the drafts from being published then, who scheduled it gets a mail, and learners go on to see what they saw before.',
    bodies: SCHEDULE_BODIES,
    response: ScheduledPublicationResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: 'courses.archived',
      422: ['request.invalid', 'courses.not_ahead'],
    },
  })
  put(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: SchedulePublicationDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<ScheduledPublicationResponse> {
    return this.schedules.put(caller, courseId, dto, version);
  }

  @Delete()
  @Endpoint({
    summary: 'Call off the scheduled publication of a course',
    description:
      'For instructors. Where it has come about or was refused, this takes away what is told of it, and no more.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: NONE,
      409: 'courses.archived',
    },
  })
  delete(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.schedules.delete(caller, courseId, version);
  }
}
