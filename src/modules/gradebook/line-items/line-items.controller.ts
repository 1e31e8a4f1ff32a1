import { Body, Controller, Delete, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { CreateLineItemDto, UpdateLineItemDto } from './dto/line-item.dto';
import { NEW_LINE_ITEMS } from './dto/line-item.examples';
import { LineItemsQuery } from './dto/line-items.query';
import { LineItemResponse } from './dto/line-item.response';
import { LineItemsService } from './line-items.service';

const COURSE_ERRORS = {
  403: ['courses.not_enrolled', 'courses.staff_only'],
  404: 'courses.not_found',
};
const ITEM_ERRORS = {
  403: ['courses.not_enrolled', 'courses.staff_only'],
  404: 'gradebook.line_item_not_found',
};

const ITEM_REFUSALS = [
  ...['request.invalid', 'gradebook.empty_range', 'gradebook.due_twice', 'gradebook.no_such_category'],
  'gradebook.no_such_period',
];

const DECISION_ERRORS = {
  403: 'courses.instructors_only',
  404: 'gradebook.line_item_not_found',
  409: ['courses.archived', 'gradebook.quiz_line_item', 'gradebook.grades_closed', 'gradebook.period_closed'],
};

@ApiTags('Gradebook')
@Controller()
export class LineItemsController {
  constructor(private readonly lineItems: LineItemsService) {}

  @Get('courses/:courseId/line-items')
  @Endpoint({
    summary: 'What is graded in a course',
    description: 'By due date, what has none last. Each quiz has a line item of its own.',
    reads: 'A page reads the line items of its course, since a quiz tells when its own is due.',
    response: PageOf(LineItemResponse),
    errors: COURSE_ERRORS,
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: LineItemsQuery,
  ): Promise<Page<LineItemResponse>> {
    return this.lineItems.list(caller, courseId, query);
  }

  @Post('courses/:courseId/line-items')
  @Endpoint({
    summary: 'Add something to grade by hand',
    description: 'For the staff of the course.',
    bodies: NEW_LINE_ITEMS,
    status: 201,
    location: '/v1/line-items/{id}',
    response: LineItemResponse,
    errors: {
      ...COURSE_ERRORS,
      409: ['courses.archived', 'gradebook.grades_closed', 'gradebook.period_closed'],
      422: ITEM_REFUSALS,
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: CreateLineItemDto,
  ): Promise<LineItemResponse> {
    return this.lineItems.create(caller, courseId, dto);
  }

  @Get('line-items/:lineItemId')
  @Endpoint({ summary: 'Read a line item', response: LineItemResponse, errors: ITEM_ERRORS })
  read(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
  ): Promise<LineItemResponse> {
    return this.lineItems.read(caller, lineItemId);
  }

  @Patch('line-items/:lineItemId')
  @Endpoint({
    summary: 'Change a line item',
    description: 'For the staff of the course. A range that existing results do not fit is refused.',
    response: LineItemResponse,
    ifMatch: true,
    errors: {
      ...ITEM_ERRORS,
      409: [
        'courses.archived',
        'gradebook.line_item_archived',
        'gradebook.quiz_line_item',
        'gradebook.results_out_of_range',
        'gradebook.grades_closed',
        'gradebook.period_closed',
      ],
      422: ITEM_REFUSALS,
    },
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Body() dto: UpdateLineItemDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<LineItemResponse> {
    return this.lineItems.update(caller, lineItemId, dto, version);
  }

  @Delete('line-items/:lineItemId')
  @Endpoint({
    summary: 'Delete a line item without results',
    description:
      'For the instructors of the course, for good. One for which results were ever recorded is refused: archive it instead.',
    status: 204,
    ifMatch: true,
    errors: {
      ...DECISION_ERRORS,
      409: [...DECISION_ERRORS[409], 'gradebook.line_item_has_results'],
    },
  })
  delete(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.lineItems.delete(caller, lineItemId, version);
  }

  @Put('line-items/:lineItemId/archive')
  @Endpoint({
    summary: 'Archive a line item',
    description:
      'For the instructors of the course. It and its results are kept, but neither shown to learners nor counted, until it is restored. Staff find it with `status=archived`.',
    response: LineItemResponse,
    ifMatch: true,
    errors: DECISION_ERRORS,
  })
  archive(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<LineItemResponse> {
    return this.lineItems.archive(caller, lineItemId, version);
  }

  @Delete('line-items/:lineItemId/archive')
  @Endpoint({
    summary: 'Restore an archived line item',
    description: 'For the instructors of the course. It comes back with its results, and counts again.',
    response: LineItemResponse,
    ifMatch: true,
    errors: DECISION_ERRORS,
  })
  restore(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<LineItemResponse> {
    return this.lineItems.restore(caller, lineItemId, version);
  }
}
