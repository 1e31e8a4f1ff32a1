import { Body, Controller, Delete, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { CreateSectionDto, UpdateSectionDto } from './dto/section.dto';
import { SectionResponse } from './dto/section.response';
import { SectionsService } from './sections.service';

@ApiTags('Course content')
@Controller()
export class SectionsController {
  constructor(private readonly sections: SectionsService) {}

  @Post('courses/:courseId/sections')
  @Endpoint({
    summary: 'Add a section to a course',
    description: 'For instructors.',
    status: 201,
    location: '/v1/sections/{id}',
    response: SectionResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'courses.outline_full', 'courses.release_never_met'],
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
    description: 'For instructors. To move it, put the outline into another order.',
    response: SectionResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.section_not_found',
      409: ['courses.archived', 'courses.release_never_met'],
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

  @Delete('sections/:sectionId')
  @Endpoint({
    summary: 'Delete an empty section',
    description: 'For instructors. A section with activities is refused: move or delete them first.',
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
