import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { UuidColumn } from '../../shared/database/columns';
import type { SearchTables } from '../../shared/database/search-index';
import { Course } from './course.entity';

/** What of a course is searched. Written by `SearchIndex` alone. */
@Entity('course_search')
export class CourseSearch {
  @UuidColumn({ primary: true })
  rowId: string;

  @OneToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'row_id', foreignKeyConstraintName: 'fk_course_search_row' })
  row?: unknown;

  @Column({ type: 'varbinary', length: 2000 })
  text: Buffer;
}

/** The trigrams of `CourseSearch.text`. */
@Entity('course_trigrams')
export class CourseTrigram {
  @PrimaryColumn({ type: 'varbinary', length: 12 })
  trigram: Buffer;

  @UuidColumn({ primary: true })
  rowId: string;
}

export const COURSE_SEARCH: SearchTables = {
  texts: 'course_search',
  trigrams: 'course_trigrams',
  of: 'courses',
  columns: ['title', 'code'],
};
