import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { CommentsService } from './comments.service';
import { CreateSavedCommentDto, UpdateSavedCommentDto } from './dto/saved-comment.dto';
import { SAVED_COMMENT_BODIES } from './dto/saved-comment.examples';
import { SavedCommentResponse } from './dto/saved-comment.response';

const CHANGED = {
  403: ['courses.staff_only', 'courses.instructors_only'],
  404: 'marking.comment_not_found',
  409: 'courses.archived',
};

@ApiTags('Marking')
@Controller()
export class CommentsController {
  constructor(private readonly comments: CommentsService) {}

  @Get('courses/:courseId/saved-comments')
  @Endpoint({
    summary: 'List the comments that you may use again',
    description: 'For staff of the course: your own and those that are shared, the newest first.',
    ...READS.filteredPage,
    response: PageOf(SavedCommentResponse),
    errors: { 403: 'courses.staff_only', 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<SavedCommentResponse>> {
    return this.comments.list(caller, courseId, query);
  }

  @Post('courses/:courseId/saved-comments')
  @Endpoint({
    summary: 'Keep a comment to use it again',
    description:
      'For staff of the course. A mark inserts it by its id (`commentIds` of `PUT /v1/scripts/{scriptId}/mark`).',
    bodies: SAVED_COMMENT_BODIES,
    status: 201,
    location: '/v1/saved-comments/{id}',
    response: SavedCommentResponse,
    errors: {
      403: 'courses.staff_only',
      404: 'courses.not_found',
      409: ['marking.too_many_comments', 'courses.archived'],
      422: 'request.invalid',
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() comment: CreateSavedCommentDto,
  ): Promise<SavedCommentResponse> {
    return this.comments.create(caller, courseId, comment);
  }

  @Get('saved-comments/:commentId')
  @Endpoint({
    summary: 'Read a comment that is used again',
    description: 'For its author, and for staff of the course where it is shared.',
    response: SavedCommentResponse,
    errors: { 403: 'courses.staff_only', 404: 'marking.comment_not_found' },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('commentId', IdPipe) commentId: string,
  ): Promise<SavedCommentResponse> {
    return this.comments.read(caller, commentId);
  }

  @Patch('saved-comments/:commentId')
  @Endpoint({
    summary: 'Change a comment that is used again',
    description:
      'For its author, and for instructors where it is shared. Marks that it was inserted into keep their text.',
    response: SavedCommentResponse,
    ifMatch: true,
    errors: { ...CHANGED, 422: 'request.invalid' },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('commentId', IdPipe) commentId: string,
    @Body() changes: UpdateSavedCommentDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<SavedCommentResponse> {
    return this.comments.change(caller, commentId, changes, version);
  }

  @Delete('saved-comments/:commentId')
  @Endpoint({
    summary: 'Delete a comment that is used again',
    description:
      'For its author, and for instructors where it is shared. Marks that it was inserted into keep their text.',
    status: 204,
    ifMatch: true,
    errors: CHANGED,
  })
  remove(
    @CurrentCaller() caller: Caller,
    @Param('commentId', IdPipe) commentId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.comments.remove(caller, commentId, version);
  }
}
