import { ApiProperty } from '@nestjs/swagger';
import { asView, stateName, viewIn } from '../../../shared/http/etag';
import type { CourseStanding } from '../access/course-standing';
import type { CourseSyllabus } from '../description/course-syllabus.entity';
import { SyllabusFileResponse } from '../description/files/dto/syllabus-file';

/** What a course is about, in full. */
export class SyllabusResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Markdown, for the staff of the course; null for others. Empty for none.',
    example: '## Week 1',
  })
  content: string | null;

  @ApiProperty({ description: 'Safe to be put into a page. Empty for none.', example: '<h2>Week 1</h2>' })
  contentHtml: string;

  @ApiProperty({ type: [SyllabusFileResponse], description: 'In their order.' })
  files: SyllabusFileResponse[];

  @ApiProperty({
    type: 'integer',
    description: 'That of the course, with which it is changed; the ETag is made of it.',
    example: 3,
  })
  version: number;
}

export function toSyllabusResponse(
  { courseId, version }: CourseStanding,
  syllabus: Pick<CourseSyllabus, 'content' | 'contentHtml'> | null,
  files: SyllabusFileResponse[],
  isForStaff: boolean,
): SyllabusResponse {
  const content = isForStaff ? (syllabus?.content ?? '') : null;
  const body = { courseId, content, contentHtml: syllabus?.contentHtml ?? '', files, version };
  const view = isForStaff ? 'staff' : 'reader';
  // Links of files expire, which makes no new version.
  return asView(body, files.length === 0 ? view : viewIn(view, stateName(files)));
}
