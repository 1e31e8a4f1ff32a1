import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { renderMarkdown } from '../../../shared/markdown/markdown';
import { CourseAccess } from '../access/course-access';
import { type SyllabusResponse, toSyllabusResponse } from '../dto/syllabus.response';
import { DescriptionsRepository } from './descriptions.repository';
import { DescriptionFiles } from './files/description-files.service';

/** The syllabi of courses. */
@Injectable()
export class SyllabusService {
  constructor(
    private readonly descriptions: DescriptionsRepository,
    private readonly files: DescriptionFiles,
    private readonly access: CourseAccess,
  ) {}

  /** For whoever may know of the course; what it is made of for its staff. */
  async read(caller: Caller, courseId: string): Promise<SyllabusResponse> {
    const standing = await this.access.course(caller, courseId, 'course.see');
    const syllabus = await this.descriptions.syllabusOf(courseId);
    const files = await this.files.filesOf(courseId);
    const isShown = may(caller, 'content.read_source', standing).granted;
    return toSyllabusResponse(standing, syllabus, files, isShown);
  }

  /**
   * To be called in the transaction that writes the course.
   *
   * @param content Markdown; nothing but white space for none
   */
  async write(courseId: string, content: string): Promise<void> {
    const isEmpty = content.trim() === '';
    const syllabus = isEmpty ? null : { content, contentHtml: renderMarkdown(content) };
    await this.descriptions.writeSyllabus(courseId, syllabus);
  }
}
