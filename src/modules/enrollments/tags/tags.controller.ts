import { Body, Controller, Delete, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import {
  ChangeLearnerTagDto,
  LearnerTagsQuery,
  NewLearnerTagDto,
  TagLearnersDto,
} from './dto/learner-tag.dto';
import {
  LearnerTagResponse,
  TaggedLearnerResponse,
  TaggedLearnersResponse,
} from './dto/learner-tag.response';
import { TagsService } from './tags.service';

const NOT_FOUND = 'enrollments.learner_tag_not_found';

@ApiTags('Groups')
@Controller()
export class TagsController {
  constructor(private readonly tags: TagsService) {}

  @Get('courses/:courseId/learner-tags')
  @Endpoint({
    summary: 'List the tags of the learners of a course',
    description:
      'For instructors and assistants, in the order in which they were made: all, or those of one learner. Learners never see tags, not their own either.',
    reads: 'A page reads its own entries, and counts the learners of each.',
    response: PageOf(LearnerTagResponse),
    errors: { 403: 'courses.staff_only', 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: LearnerTagsQuery,
  ): Promise<Page<LearnerTagResponse>> {
    return this.tags.list(caller, courseId, query);
  }

  @Post('courses/:courseId/learner-tags')
  @Endpoint({
    summary: 'Make a tag for learners',
    description: 'For instructors. Nobody has it yet.',
    status: 201,
    location: '/v1/learner-tags/{id}',
    response: LearnerTagResponse,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'enrollments.learner_tag_title_taken'],
      422: 'request.invalid',
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: NewLearnerTagDto,
  ): Promise<LearnerTagResponse> {
    return this.tags.create(caller, courseId, dto);
  }

  @Get('learner-tags/:learnerTagId')
  @Endpoint({
    summary: 'Read a tag of learners',
    description: 'For instructors and assistants.',
    response: LearnerTagResponse,
    errors: { 400: 'request.invalid_id', 403: 'courses.staff_only', 404: NOT_FOUND },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('learnerTagId', IdPipe) id: string,
  ): Promise<LearnerTagResponse> {
    return this.tags.read(caller, id);
  }

  @Patch('learner-tags/:learnerTagId')
  @Endpoint({
    summary: 'Rename a tag of learners',
    description: 'For instructors.',
    response: LearnerTagResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: NOT_FOUND,
      409: ['courses.archived', 'enrollments.learner_tag_title_taken'],
      422: 'request.invalid',
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('learnerTagId', IdPipe) id: string,
    @Body() dto: ChangeLearnerTagDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<LearnerTagResponse> {
    return this.tags.change(caller, id, dto, version);
  }

  @Delete('learner-tags/:learnerTagId')
  @Endpoint({
    summary: 'Delete a tag of learners',
    description: 'For instructors. Whoever has it has it no more.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: NOT_FOUND,
      409: 'courses.archived',
    },
  })
  delete(
    @CurrentCaller() caller: Caller,
    @Param('learnerTagId', IdPipe) id: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.tags.delete(caller, id, version);
  }

  @Get('learner-tags/:learnerTagId/learners')
  @Endpoint({
    summary: 'List who has a tag',
    description: 'For instructors and assistants: active learners, those who were tagged first first.',
    ...READS.filteredPage,
    response: PageOf(TaggedLearnerResponse),
    errors: { 403: 'courses.staff_only', 404: NOT_FOUND },
  })
  learners(
    @CurrentCaller() caller: Caller,
    @Param('learnerTagId', IdPipe) id: string,
    @Query() query: CursorQuery,
  ): Promise<Page<TaggedLearnerResponse>> {
    return this.tags.learners(caller, id, query);
  }

  @Put('learner-tags/:learnerTagId/learners')
  @Endpoint({
    summary: 'Give learners a tag, and take it from others',
    description:
      'For instructors: many at once, all or nothing. Learners can have many tags; they lose them when they leave the course. Sending the same again changes nothing.',
    response: TaggedLearnersResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: NOT_FOUND,
      409: 'courses.archived',
      422: 'request.invalid',
    },
  })
  tag(
    @CurrentCaller() caller: Caller,
    @Param('learnerTagId', IdPipe) id: string,
    @Body() dto: TagLearnersDto,
  ): Promise<TaggedLearnersResponse> {
    return this.tags.tag(caller, id, dto);
  }
}
