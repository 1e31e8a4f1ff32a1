import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { CLAIM_BODIES } from './dto/claim.examples';
import { ClaimNextDto } from './dto/claim.dto';
import { AnonymousQuery, MarkingQueueQuery } from './dto/script.query';
import { ScriptResponse, ScriptToMarkResponse } from './dto/script.response';
import { ScriptsService } from './scripts.service';

const NOT_FOUND = { 403: STAFF_OF_LEARNERS, 404: 'marking.script_not_found' } as const;
const NOT_TO_MARK = {
  ...NOT_FOUND,
  403: [...STAFF_OF_LEARNERS, 'marking.own_work'],
  409: ['marking.claimed', 'marking.not_handed_in', 'courses.archived'],
};

@ApiTags('Marking')
@Controller()
export class ScriptsController {
  constructor(private readonly scripts: ScriptsService) {}

  @Get('courses/:courseId/marking-queue')
  @Endpoint({
    summary: 'List what is to be marked',
    description:
      'For staff of the course. One question after another; the answers to each in an order that is drawn, and stays, so that nobody is always marked last.',
    ...READS.filteredPage,
    response: PageOf(ScriptResponse),
    errors: { 403: STAFF_OF_LEARNERS, 404: 'courses.not_found', 422: 'marking.anonymous_filter' },
  })
  queue(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: MarkingQueueQuery,
  ): Promise<Page<ScriptResponse>> {
    return this.scripts.queue(caller, courseId, query);
  }

  @Post('courses/:courseId/marking-claims')
  @ApiBody({ type: ClaimNextDto, required: false, examples: CLAIM_BODIES })
  @Endpoint({
    summary: 'Take the next script to mark',
    description:
      'For staff of the course. Claims the first in the order of the queue that needs a mark and that nobody has claimed. While the claim holds, nobody else can mark it: for 30 minutes, and again with each draft, or until it is released or the mark is given.',
    status: 201,
    location: '/v1/scripts/{id}',
    response: ScriptToMarkResponse,
    errors: {
      403: STAFF_OF_LEARNERS,
      404: ['courses.not_found', 'marking.nothing_left'],
      409: 'courses.archived',
    },
  })
  claimNext(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: ClaimNextDto,
  ): Promise<ScriptToMarkResponse> {
    return this.scripts.claimNext(caller, courseId, dto);
  }

  @Get('scripts/:scriptId')
  @Endpoint({
    summary: 'Read a script',
    description: 'For staff of the course: what was asked, what was answered, and the mark.',
    response: ScriptToMarkResponse,
    errors: NOT_FOUND,
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('scriptId', IdPipe) scriptId: string,
    @Query() { anonymous }: AnonymousQuery,
  ): Promise<ScriptToMarkResponse> {
    return this.scripts.read(caller, scriptId, anonymous);
  }

  @Put('scripts/:scriptId/claim')
  @Endpoint({
    summary: 'Claim a script',
    description:
      'For staff of the course, also for one that is marked already. Claiming it again goes on with the claim.',
    response: ScriptToMarkResponse,
    errors: NOT_TO_MARK,
  })
  claim(
    @CurrentCaller() caller: Caller,
    @Param('scriptId', IdPipe) scriptId: string,
    @Query() { anonymous }: AnonymousQuery,
  ): Promise<ScriptToMarkResponse> {
    return this.scripts.claim(caller, scriptId, anonymous);
  }

  @Delete('scripts/:scriptId/claim')
  @Endpoint({
    summary: 'Release a script',
    description: 'For who has claimed it. Does nothing where nobody has.',
    status: 204,
    errors: { ...NOT_FOUND, 409: ['marking.claimed', 'courses.archived'] },
  })
  release(@CurrentCaller() caller: Caller, @Param('scriptId', IdPipe) scriptId: string): Promise<void> {
    return this.scripts.release(caller, scriptId);
  }
}
