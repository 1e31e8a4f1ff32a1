import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { AnonymousQuery } from '../scripts/dto/script.query';
import { ScriptToMarkResponse } from '../scripts/dto/script.response';
import { MarkRevisionResponse } from './dto/mark-revision.response';
import { PutMarkDto } from './dto/put-mark.dto';
import { MARK_BODIES } from './dto/put-mark.examples';
import { MarksService } from './marks.service';

@ApiTags('Marking')
@Controller('scripts/:scriptId')
export class MarksController {
  constructor(private readonly marks: MarksService) {}

  @Put('mark')
  @Endpoint({
    summary: 'Mark a script',
    description:
      'For staff of the course. A mark that is given counts, and ends the claim: with the last one that an attempt waits for, the attempt is graded, and gradebook and progress follow at once. A mark that is changed later is a new revision, and the grade follows it. Where several people mark the question, it is your mark of it, and what counts follows from all by the rule. With `anonymous` the answer names no learner.',
    bodies: MARK_BODIES,
    response: ScriptToMarkResponse,
    ifMatch: true,
    errors: {
      403: [...STAFF_OF_LEARNERS, 'marking.own_work'],
      404: 'marking.script_not_found',
      409: [
        ...['marking.claimed', 'marking.not_handed_in', 'marking.rubric_changed', 'courses.archived'],
        ...['marking.marks_complete', 'marking.decided'],
      ],
      422: [
        ...['request.invalid', 'marking.points_out_of_bounds', 'marking.invalid_marking'],
        ...['marking.unknown_comment', 'marking.comment_too_long', 'files.not_usable'],
      ],
    },
  })
  put(
    @CurrentCaller() caller: Caller,
    @Param('scriptId', IdPipe) scriptId: string,
    @Body() dto: PutMarkDto,
    @IfMatch() version: ExpectedVersion,
    @Query() { anonymous }: AnonymousQuery,
  ): Promise<ScriptToMarkResponse> {
    return this.marks.put(caller, scriptId, dto, version, anonymous);
  }

  @Get('marks')
  @Endpoint({
    summary: 'Read the history of a mark',
    description: 'For staff of the course: all drafts and marks of a script, the newest first.',
    ...READS.page,
    response: PageOf(MarkRevisionResponse),
    errors: { 403: STAFF_OF_LEARNERS, 404: 'marking.script_not_found' },
  })
  history(
    @CurrentCaller() caller: Caller,
    @Param('scriptId', IdPipe) scriptId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<MarkRevisionResponse>> {
    return this.marks.history(caller, scriptId, query);
  }
}
