import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { distinctTags, tagForm } from '../../../shared/text/tags';
import { CourseSyllabus } from './course-syllabus.entity';
import { CourseTag } from './course-tag.entity';

/** What is known of a course beside its row. Its writes belong into the transaction that writes the course. */
@Injectable()
export class DescriptionsRepository {
  constructor(
    @InjectRepository(CourseTag) private readonly tags: Repository<CourseTag>,
    @InjectRepository(CourseSyllabus) private readonly syllabi: Repository<CourseSyllabus>,
  ) {}

  async addTags(courses: readonly { id: string; tags?: readonly string[] | null }[]): Promise<void> {
    const rows = courses.flatMap(({ id: courseId, tags }) =>
      distinctTags(tags ?? []).map((label) => ({ courseId, form: tagForm(label), label })),
    );
    if (rows.length > 0) await this.tags.insert(rows);
  }

  /** The course must be locked. Writes only what differs, so that courses without tags lock nothing. */
  async replaceTags(courseId: string, tags: readonly string[] | null): Promise<void> {
    const present = await this.tags.findBy({ courseId });
    const wanted = new Set(tags ?? []);
    const gone = present.filter(({ label }) => !wanted.has(label)).map(({ form }) => form);
    if (gone.length > 0) await this.tags.delete({ courseId, form: In(gone) });
    const kept = new Set(present.map(({ label }) => label));
    await this.addTags([{ id: courseId, tags: [...wanted].filter((label) => !kept.has(label)) }]);
  }

  async syllabusOf(courseId: string): Promise<Pick<CourseSyllabus, 'content' | 'contentHtml'> | null> {
    return this.syllabi.findOneBy({ courseId });
  }

  /** Null for none. The course must be locked. */
  async writeSyllabus(
    courseId: string,
    syllabus: Pick<CourseSyllabus, 'content' | 'contentHtml'> | null,
  ): Promise<void> {
    if (syllabus) await this.syllabi.upsert({ courseId, ...syllabus }, ['courseId']);
    else if (await this.syllabi.existsBy({ courseId })) await this.syllabi.delete({ courseId });
  }
}
