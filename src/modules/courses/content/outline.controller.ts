import { Body, Controller, Get, Headers, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { OutlineQuery } from './dto/outline.query';
import { OutlineOrderDto } from './dto/outline-order.dto';
import { OutlineOrderResponse, OutlineResponse } from './dto/outline.response';
import { OutlineService } from './outline.service';

@ApiTags('Course content')
@Controller('courses/:courseId/outline')
export class OutlineController {
  constructor(private readonly outlines: OutlineService) {}

  @Get()
  @Endpoint({
    summary: 'Read the outline of a course',
    description:
      'The whole course in one answer: all sections and activities in their order, as they are published; for visitors of a published course titles only. Staff read the drafts, with what is not published yet. The content of activities is read with them (`/v1/courses/{courseId}/activities`). Members also see dates, points and attempts of each quiz, and learners how many attempts they have left and which one is open. What release rules keep closed to the learner is told with the reasons and without its content; what they hide is not there. Staff may read it as a learner sees it (`as`), also at another time (`at`). Answers 304 to an `If-None-Match` that is still good.',
    response: OutlineResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.staff_only',
      404: 'courses.not_found',
      422: 'request.invalid',
    },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: OutlineQuery,
    @Headers('if-none-match') knownEtag: string | undefined,
  ): Promise<OutlineResponse | Pick<OutlineResponse, 'version'>> {
    return this.outlines.read(caller, courseId, knownEtag, query);
  }

  @Put('order')
  @Endpoint({
    summary: 'Put sections and activities into another order',
    description:
      'For instructors. Names every section and every activity of the drafts exactly once, so that many move in one request: activities into other sections, sections into others as sub-sections (`parentId`) and out of them. There is one level of these, of 30 at most in a section.',
    response: OutlineOrderResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'courses.release_never_met'],
      422: ['request.invalid', 'courses.order_mismatch'],
    },
  })
  reorder(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: OutlineOrderDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<OutlineOrderResponse> {
    return this.outlines.reorder(caller, courseId, dto, version);
  }
}
