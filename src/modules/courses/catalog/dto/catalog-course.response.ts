import { ApiProperty } from '@nestjs/swagger';
import { COURSE_LEVELS, type Course, type CourseLevel } from '../../course.entity';
import { CourseCoverResponse } from '../../description/files/dto/course-cover';
import { SyllabusFileResponse } from '../../description/files/dto/syllabus-file';

/** The school or the term of a course, as the catalog names it. */
export class CatalogPlaceResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Harbor College' })
  title: string;
}

/** What everybody may know of a course. */
export class CatalogCourseResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  id: string;

  @ApiProperty({ example: 'STAT-101' })
  code: string;

  @ApiProperty({ example: 'Foundations of Statistics' })
  title: string;

  @ApiProperty({
    description: 'Plain text.',
    example: 'Collect data with care, describe them honestly and say how sure you are.',
  })
  summary: string;

  @ApiProperty({ type: CatalogPlaceResponse })
  school: CatalogPlaceResponse;

  @ApiProperty({ type: CatalogPlaceResponse, nullable: true })
  term: CatalogPlaceResponse | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'In which it is taught: a BCP 47 language tag.',
    example: 'en-GB',
  })
  language: string | null;

  @ApiProperty({
    enum: COURSE_LEVELS,
    nullable: true,
    description: 'For whom it is.',
    example: 'introductory',
  })
  level: CourseLevel | null;

  @ApiProperty({ type: String, nullable: true, example: 'Mathematics' })
  category: string | null;

  @ApiProperty({ type: [String], example: ['Data', 'No calculus'] })
  tags: string[];

  @ApiProperty({ type: CourseCoverResponse, nullable: true })
  cover: CourseCoverResponse | null;

  @ApiProperty({ description: 'IANA name.', example: 'Europe/Berlin' })
  timeZone: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: 'First day.',
    example: '2026-03-02',
  })
  startDate: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: 'Last day.',
    example: '2026-05-22',
  })
  endDate: string | null;

  @ApiProperty({ description: 'People who sign in may enroll themselves.', example: true })
  selfEnrollment: boolean;
}

/** As the list has it, with the syllabus. */
export class DescribedCatalogCourseResponse extends CatalogCourseResponse {
  @ApiProperty({ description: 'Safe to be put into a page. Empty for none.', example: '<h2>Week 1</h2>' })
  syllabusHtml: string;

  @ApiProperty({ type: [SyllabusFileResponse], description: 'In their order.' })
  syllabusFiles: SyllabusFileResponse[];
}

/** By the ids of schools and terms. */
export type CatalogPlaces = ReadonlyMap<string, CatalogPlaceResponse>;

export function toCatalogCourse(
  course: Course,
  places: CatalogPlaces,
  cover: CourseCoverResponse | null,
): CatalogCourseResponse {
  const { id, code, title, summary, academicSessionId, orgId, language, level, category, tags } = course;
  const { timeZone, startDate, endDate, selfEnrollment } = course;
  return {
    ...{ id, code, title, summary },
    school: places.get(orgId ?? '') ?? { id: orgId ?? '', title: '' },
    term: places.get(academicSessionId ?? '') ?? null,
    ...{ language, level, category, tags: tags ?? [], cover },
    ...{ timeZone, startDate, endDate, selfEnrollment },
  };
}
