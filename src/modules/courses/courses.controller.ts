import { Body, Controller, Delete, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../shared/auth/decorators';
import type { Caller } from '../../shared/auth/caller';
import { Endpoint } from '../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../shared/http/etag';
import { IdPipe } from '../../shared/http/id.pipe';
import { type Page, PageOf } from '../../shared/http/pagination';
import { Post } from '../../shared/http/post';
import { READS } from '../../shared/http/what-is-read';
import { CourseLists } from './catalog/course-lists.service';
import { CourseFacetsQuery } from './catalog/dto/catalog.query';
import { CourseFacetsResponse } from './catalog/dto/course-facets.response';
import { CoursesService } from './courses.service';
import { SyllabusService } from './description/syllabus.service';
import { CreateCourseDto, UpdateCourseDto } from './dto/course.dto';
import { ChangedCourseResponse } from './dto/changed-course.response';
import { NEW_COURSES } from './dto/course.examples';
import { CourseResponse } from './dto/course.response';
import { CoursesQuery } from './dto/courses.query';
import { SyllabusResponse } from './dto/syllabus.response';

const INVALID = [
  ...['request.invalid', 'courses.ends_before_start', 'courses.no_such_term', 'courses.no_such_school'],
  ...['files.not_usable', 'courses.wrong_file_type'],
];

@ApiTags('Courses')
@Controller('courses')
export class CoursesController {
  constructor(
    private readonly courses: CoursesService,
    private readonly lists: CourseLists,
    private readonly syllabi: SyllabusService,
  ) {}

  @Get()
  @Endpoint({
    summary: 'List courses',
    description:
      'Published courses, but for those that are for their members alone, the drafts whose staff you belong to, and all courses you are a member of. Administrators see all courses.',
    reads: `${READS.searchedPage.reads} It also reads a row for each of your own enrollments, and one more for each course in which you take part now; of these, drafts and archived courses are sorted, and with \`mine\` all of them.`,
    response: PageOf(CourseResponse),
    errors: { 400: 'request.invalid_cursor', 422: 'request.invalid' },
  })
  list(@CurrentCaller() caller: Caller, @Query() query: CoursesQuery): Promise<Page<CourseResponse>> {
    return this.lists.list(caller, query);
  }

  @Get('facets')
  @Endpoint({
    summary: 'Count courses by what they have',
    description:
      'For the filters of a catalog: of the courses that you may see and these filters find, how many there are of each term, school, language, level, category and tag.',
    reads:
      'Reads up to 10,000 courses with their tags, of those that the filters find or among which they look; with a filter that at most 1,000 courses have, only these.',
    response: CourseFacetsResponse,
    errors: { 422: 'request.invalid' },
  })
  facets(@CurrentCaller() caller: Caller, @Query() query: CourseFacetsQuery): Promise<CourseFacetsResponse> {
    return this.lists.facets(caller, query);
  }

  @Post()
  @RequirePermission('courses.create')
  @Endpoint({
    summary: 'Create a course',
    description: 'It starts as a draft that only its staff can see, with you as its instructor.',
    bodies: NEW_COURSES,
    status: 201,
    location: '/v1/courses/{id}',
    response: CourseResponse,
    errors: { 403: 'auth.role_needed', 413: 'files.course_limit', 422: INVALID },
  })
  create(@CurrentCaller() caller: Caller, @Body() dto: CreateCourseDto): Promise<CourseResponse> {
    return this.courses.create(caller, dto);
  }

  @Get(':courseId')
  @Endpoint({
    summary: 'Read a course',
    description:
      'A published course is described to everyone who is signed in, unless it is for its members alone; its content is for members.',
    response: CourseResponse,
    errors: { 400: 'request.invalid_id', 404: 'courses.not_found' },
  })
  find(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<CourseResponse> {
    return this.courses.find(caller, courseId);
  }

  @Get(':courseId/syllabus')
  @Endpoint({
    summary: 'Read the syllabus of a course',
    description:
      'For whoever finds the course, with its files. It is changed with the description of the course, whose version it has.',
    response: SyllabusResponse,
    errors: { 400: 'request.invalid_id', 404: 'courses.not_found' },
  })
  syllabus(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<SyllabusResponse> {
    return this.syllabi.read(caller, courseId);
  }

  @Patch(':courseId')
  @Endpoint({
    summary: 'Change the description of a course',
    description:
      'For its instructors. Fields that you leave out stay as they are. If the course comes from a roster, the next file with other values writes its code, title, days, term and school again. With a new time zone, the days of the course stay: work that is due on a day is due on the same day at the same local time, and nobody gains or loses access by the change. `timeZoneChange` in the answer lists what has moved; what has passed stays as it is.',
    response: ChangedCourseResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'courses.content_check', 'courses.release_never_met'],
      413: 'files.course_limit',
      422: INVALID,
    },
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: UpdateCourseDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<ChangedCourseResponse> {
    return this.courses.update(caller, courseId, dto, version);
  }

  @Delete(':courseId')
  @Endpoint({
    summary: 'Delete a draft',
    description:
      'For its owners. With its content, for good. Only a draft in which nobody ever was a learner; any other course can be archived.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.owners_only',
      404: 'courses.not_found',
      409: ['courses.not_a_draft', 'courses.has_learners', 'gradebook.results_kept'],
    },
  })
  delete(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.courses.delete(caller, courseId, version);
  }

  @Put(':courseId/publication')
  @Endpoint({
    summary: 'Publish a course',
    description:
      'Those whom its visibility names find it from now on, and its learners get at the content. It may still be empty.',
    response: CourseResponse,
    ifMatch: true,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'courses.content_check', 'courses.release_never_met'],
    },
  })
  publish(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<CourseResponse> {
    return this.courses.publish(caller, courseId, version);
  }

  @Delete(':courseId/publication')
  @Endpoint({
    summary: 'Make a published course a draft again',
    description: 'Only if nobody was ever enrolled as a learner, since learners cannot see a draft.',
    response: CourseResponse,
    ifMatch: true,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'courses.has_learners'],
    },
  })
  unpublish(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<CourseResponse> {
    return this.courses.unpublish(caller, courseId, version);
  }

  @Put(':courseId/archive')
  @Endpoint({
    summary: 'Archive a course',
    description:
      'Its members can still read everything; nothing in it changes any more, and nobody else finds it.',
    response: CourseResponse,
    ifMatch: true,
    errors: { 400: 'request.invalid_id', 403: 'courses.instructors_only', 404: 'courses.not_found' },
  })
  archive(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<CourseResponse> {
    return this.courses.archive(caller, courseId, version);
  }

  @Delete(':courseId/archive')
  @Endpoint({
    summary: 'Take a course out of the archive',
    description: 'It becomes what it was before: published or a draft.',
    response: CourseResponse,
    ifMatch: true,
    errors: { 400: 'request.invalid_id', 403: 'courses.instructors_only', 404: 'courses.not_found' },
  })
  unarchive(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<CourseResponse> {
    return this.courses.unarchive(caller, courseId, version);
  }
}
