import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThanOrEqual, type Repository } from 'typeorm';
import { toBinary } from '../../../shared/database/ids';
import type { NewSection } from '../course-facts';
import { Section } from './section.entity';

/** Callers that write hold the course's content lock (ContentChanges). */
@Injectable()
export class SectionsRepository {
  constructor(@InjectRepository(Section) private readonly sections: Repository<Section>) {}

  async find(sectionId: string): Promise<Section | null> {
    return this.sections.findOneBy({ id: sectionId });
  }

  async count(courseId: string): Promise<number> {
    return this.sections.countBy({ courseId });
  }

  /** Moves the sections from `position` on by one place. */
  async shift(courseId: string, position: number, by: 1 | -1): Promise<void> {
    await this.sections.increment({ courseId, position: MoreThanOrEqual(position) }, 'position', by);
  }

  async insert(sections: NewSection[]): Promise<void> {
    if (sections.length === 0) return;
    await this.sections.insert(sections.map((section) => ({ ...section, updatedAt: section.createdAt })));
  }

  async update(sectionId: string, changes: Partial<Omit<Section, 'course'>>): Promise<void> {
    await this.sections.update({ id: sectionId }, changes);
  }

  /**
   * Returns false and deletes nothing if the section has activities. Archived ones move to another section of the course, so
   * it returns false as well where there is no other.
   */
  async deleteEmpty(sectionId: string): Promise<boolean> {
    await this.sections.query(
      `UPDATE activities a JOIN sections s ON s.id = a.section_id
         JOIN (SELECT o.course_id, MIN(o.id) AS id FROM sections o WHERE o.id <> ? GROUP BY o.course_id) other
           ON other.course_id = s.course_id
       SET a.section_id = other.id WHERE s.id = ? AND a.archived_at IS NOT NULL`,
      [toBinary(sectionId), toBinary(sectionId)],
    );
    const { affected } = await this.sections
      .createQueryBuilder()
      .delete()
      .where({ id: sectionId })
      .andWhere('NOT EXISTS (SELECT 1 FROM activities WHERE section_id = sections.id)')
      .execute();
    return affected === 1;
  }
}
