import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { ChangeCourseKeyDto, NEW_KEY_EXAMPLES, NewCourseKeyDto } from './dto/course-key.dto';
import { CourseKeyResponse } from './dto/course-key.response';
import { KeysService } from './keys.service';

const NOT_FOUND = 'enrollments.key_not_found';
const FOR_INSTRUCTORS = 'courses.instructors_only';

@ApiTags('Enrollments')
@Controller()
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Get('courses/:courseId/enrollment-keys')
  @Endpoint({
    summary: 'List the keys with which people come into a course',
    description: 'For instructors, in the order in which they were made. Those that are revoked are kept.',
    ...READS.page,
    response: PageOf(CourseKeyResponse),
    errors: {
      400: ['request.invalid_id', 'request.invalid_cursor'],
      403: FOR_INSTRUCTORS,
      404: 'courses.not_found',
      422: 'request.invalid',
    },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<CourseKeyResponse>> {
    return this.keys.list(caller, courseId, query);
  }

  @Post('courses/:courseId/enrollment-keys')
  @Endpoint({
    summary: 'Make a key with which people come into a course',
    description:
      'For instructors. People say it when they enroll themselves. With a `groupId`, it puts them into that group as well, as long as the group has a place. Letter case, accents and spaces around a key do not matter. Whether everybody needs a key is said by `needsKey` of the enrollment settings.',
    status: 201,
    location: '/v1/enrollment-keys/{id}',
    response: CourseKeyResponse,
    errors: {
      400: 'request.invalid_id',
      403: FOR_INSTRUCTORS,
      404: 'courses.not_found',
      409: ['enrollments.key_taken', 'enrollments.too_many_keys', 'courses.archived'],
      422: ['request.invalid', 'enrollments.no_such_group', 'enrollments.closes_before_it_opens'],
    },
  })
  @ApiBody({ type: NewCourseKeyDto, examples: NEW_KEY_EXAMPLES })
  create(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: NewCourseKeyDto,
  ): Promise<CourseKeyResponse> {
    return this.keys.create(caller, courseId, dto);
  }

  @Get('enrollment-keys/:enrollmentKeyId')
  @Endpoint({
    summary: 'Read a key of a course',
    description: 'For instructors.',
    response: CourseKeyResponse,
    errors: { 400: 'request.invalid_id', 403: FOR_INSTRUCTORS, 404: NOT_FOUND },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentKeyId', IdPipe) id: string,
  ): Promise<CourseKeyResponse> {
    return this.keys.read(caller, id);
  }

  @Patch('enrollment-keys/:enrollmentKeyId')
  @Endpoint({
    summary: 'Change the label, the window or the uses of a key',
    description: 'For instructors. The key itself and its group stay: make another key.',
    response: CourseKeyResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: FOR_INSTRUCTORS,
      404: NOT_FOUND,
      409: ['enrollments.key_revoked', 'courses.archived'],
      422: ['request.invalid', 'enrollments.closes_before_it_opens'],
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentKeyId', IdPipe) id: string,
    @Body() dto: ChangeCourseKeyDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<CourseKeyResponse> {
    return this.keys.change(caller, id, dto, version);
  }

  @Delete('enrollment-keys/:enrollmentKeyId')
  @Endpoint({
    summary: 'Revoke a key',
    description:
      'For instructors. Nobody comes in with it any more; whoever did stays. It is kept in the list.',
    status: 204,
    errors: { 400: 'request.invalid_id', 403: FOR_INSTRUCTORS, 404: NOT_FOUND, 409: 'courses.archived' },
  })
  revoke(@CurrentCaller() caller: Caller, @Param('enrollmentKeyId', IdPipe) id: string): Promise<void> {
    return this.keys.revoke(caller, id);
  }
}
