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
import { SectionsQuery } from './dto/sections.query';
import { CreateSectionDto, UpdateSectionDto } from './dto/section.dto';
import { SectionResponse } from './dto/section.response';
import { SectionsService } from './sections.service';

@ApiTags('Course content')
@Controller()
export class SectionsController {
  constructor(private readonly sections: SectionsService) {}

  @Get('courses/:courseId/sections')
  @Endpoint({
    summary: 'List the sections of a course',
    description:
      'For its staff, as they are in the drafts: those of the outline in its order, each before its sub-sections, or those that were archived.',
    ...READS.page,
    response: PageOf(SectionResponse),
    errors: {
      400: ['request.invalid_id', 'request.invalid_cursor'],
      403: 'courses.staff_only',
      404: 'courses.not_found',
    },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: SectionsQuery,
  ): Promise<Page<SectionResponse>> {
    return this.sections.list(caller, courseId, query);
  }

  @Post('courses/:courseId/sections')
  @Endpoint({
    summary: 'Add a section to a course',
    description: 'For instructors. With `parentId` it is a sub-section.',
    status: 201,
    location: '/v1/sections/{id}',
    response: SectionResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: [
        ...['courses.archived', 'courses.outline_full', 'courses.section_archived'],
        'courses.release_never_met',
      ],
      422: ['request.invalid', 'courses.no_such_parent'],
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: CreateSectionDto,
  ): Promise<SectionResponse> {
    return this.sections.create(caller, courseId, dto);
  }

  @Patch('sections/:sectionId')
  @Endpoint({
    summary: 'Change a section',
    description:
      'For instructors. With `parentId` it moves into another section, or out of one; to put it elsewhere among others, put the outline into another order.',
    response: SectionResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.section_not_found',
      409: [
        ...['courses.archived', 'courses.outline_full', 'courses.section_archived'],
        'courses.release_never_met',
      ],
      422: ['request.invalid', 'courses.no_such_parent'],
    },
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('sectionId', IdPipe) sectionId: string,
    @Body() dto: UpdateSectionDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<SectionResponse> {
    return this.sections.update(caller, sectionId, dto, version);
  }

  @Put('sections/:sectionId/archive')
  @Endpoint({
    summary: 'Archive a section',
    description:
      'For instructors: the next version of the course is without it, its sub-sections and the activities in them. What learners did there is kept, and all of it can come back.',
    response: SectionResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.section_not_found',
      409: ['courses.archived', 'courses.release_never_met'],
    },
  })
  archive(
    @CurrentCaller() caller: Caller,
    @Param('sectionId', IdPipe) sectionId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<SectionResponse> {
    return this.sections.archive(caller, sectionId, version);
  }

  @Delete('sections/:sectionId/archive')
  @Endpoint({
    summary: 'Take a section out of the archive',
    description:
      'For instructors. It comes back with all that was archived with it, at the end of the course, or of the section of which it is a part.',
    response: SectionResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.section_not_found',
      409: [
        ...['courses.archived', 'courses.outline_full', 'courses.section_archived'],
        'courses.release_never_met',
      ],
    },
  })
  unarchive(
    @CurrentCaller() caller: Caller,
    @Param('sectionId', IdPipe) sectionId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<SectionResponse> {
    return this.sections.unarchive(caller, sectionId, version);
  }

  @Delete('sections/:sectionId')
  @Endpoint({
    summary: 'Delete an empty section',
    description:
      'For instructors. A section with activities or sub-sections is refused: move or delete them first, or archive it. What learners did is never deleted with it.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.section_not_found',
      409: ['courses.archived', 'courses.section_not_empty', 'courses.release_never_met'],
    },
  })
  delete(
    @CurrentCaller() caller: Caller,
    @Param('sectionId', IdPipe) sectionId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.sections.delete(caller, sectionId, version);
  }
}
