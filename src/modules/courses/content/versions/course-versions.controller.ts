import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { CurrentCaller } from '../../../../shared/auth/decorators';
import { Endpoint } from '../../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../../shared/http/etag';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../../shared/http/pagination';
import { Post } from '../../../../shared/http/post';
import { READS } from '../../../../shared/http/what-is-read';
import { ContentCheckResponse } from '../checks/content-check.response';
import { CourseVersionsService } from './course-versions.service';
import { ContentChangesResponse } from './dto/content-changes.response';
import {
  CourseVersionResponse,
  PublishedVersionResponse,
  RestoredVersionResponse,
  WholeCourseVersionResponse,
} from './dto/course-version.response';
import { ContentChangesQuery, PublishVersionDto, RestoreVersionDto } from './dto/versions.dto';

@ApiTags('Course content')
@Controller()
export class CourseVersionsController {
  constructor(private readonly versions: CourseVersionsService) {}

  @Get('courses/:courseId/versions')
  @Endpoint({
    summary: 'List the versions of a course',
    description: 'For its staff, the newest first: who published what, when and why.',
    ...READS.page,
    response: PageOf(CourseVersionResponse),
    errors: {
      400: ['request.invalid_id', 'request.invalid_cursor'],
      403: 'courses.staff_only',
      404: 'courses.not_found',
    },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<CourseVersionResponse>> {
    return this.versions.list(caller, courseId, query);
  }

  @Post('courses/:courseId/versions')
  @Endpoint({
    summary: 'Publish the drafts of a course',
    description:
      'For instructors: from now on learners see sections and activities as they are now, all at once. If nothing has changed since the last version, that one is the answer. With the ETag of the outline as `If-Match`, nothing is published that you have not seen.',
    status: 201,
    location: '/v1/course-versions/{id}',
    response: PublishedVersionResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'courses.content_check', 'courses.release_never_met'],
    },
  })
  publish(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: PublishVersionDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<PublishedVersionResponse> {
    return this.versions.publish(caller, courseId, dto, version);
  }

  @Get('courses/:courseId/content-changes')
  @Endpoint({
    summary: 'Compare the content of a course with another version of it',
    description:
      'For its staff. Without parameters: what was not published yet. Says what was added, removed, moved and changed, with fields and the differences of texts.',
    ...READS.course,
    response: ContentChangesResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.staff_only',
      404: ['courses.not_found', 'courses.version_not_found'],
    },
  })
  compare(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: ContentChangesQuery,
  ): Promise<ContentChangesResponse> {
    return this.versions.compare(caller, courseId, query);
  }

  @Get('courses/:courseId/content-check')
  @Endpoint({
    summary: 'Check whether the content of a course shuts people out',
    description:
      'For its staff: pictures without a text, headings that pass over a level, tables without headers, links that do not say where they lead, videos without captions (WCAG 2.2), in the drafts, and a course that does not say its language. Where the course requires it (`contentCheck`), nothing is published while there is any.',
    ...READS.course,
    response: ContentCheckResponse,
    errors: { 400: 'request.invalid_id', 403: 'courses.staff_only', 404: 'courses.not_found' },
  })
  check(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<ContentCheckResponse> {
    return this.versions.check(caller, courseId);
  }

  @Get('course-versions/:courseVersionId')
  @Endpoint({
    summary: 'Read a version of a course',
    description: 'For the staff of its course, with its outline.',
    response: WholeCourseVersionResponse,
    errors: { 400: 'request.invalid_id', 404: 'courses.version_not_found' },
  })
  find(
    @CurrentCaller() caller: Caller,
    @Param('courseVersionId', IdPipe) versionId: string,
  ): Promise<WholeCourseVersionResponse> {
    return this.versions.find(caller, versionId);
  }

  @Post('course-versions/:courseVersionId/restorations')
  @Endpoint({
    summary: 'Restore a version of a course',
    description:
      'For instructors: the drafts become what the version had, and are published as a new version. Activities that came later are archived, with the work of learners. Changes that were never published would be lost, so they are a reason to refuse unless you say that they may be.',
    status: 201,
    location: '/v1/course-versions/{id}',
    response: RestoredVersionResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.version_not_found',
      409: ['courses.archived', 'courses.unpublished_changes', 'courses.release_never_met'],
    },
  })
  restore(
    @CurrentCaller() caller: Caller,
    @Param('courseVersionId', IdPipe) versionId: string,
    @Body() dto: RestoreVersionDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<RestoredVersionResponse> {
    return this.versions.restore(caller, versionId, dto, version);
  }
}
