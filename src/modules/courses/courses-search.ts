import { Injectable } from '@nestjs/common';
import { type Found, SearchIndex } from '../../shared/database/search-index';
import { SearchIndexes } from '../../shared/database/search-indexes';
import type { Course } from './course.entity';
import { COURSE_SEARCH } from './course-search.entity';

/** Courses by what is in their titles and codes. Its writes belong into the transaction that writes the courses. */
@Injectable()
export class CoursesSearch {
  private readonly index: SearchIndex;

  constructor(indexes: SearchIndexes) {
    this.index = indexes.open(COURSE_SEARCH);
  }

  async add(courses: readonly Pick<Course, 'id' | 'title' | 'code'>[]): Promise<void> {
    await this.index.add(courses.map(({ id, title, code }) => ({ id, values: [title, code] })));
  }

  async refresh(courseIds: readonly string[]): Promise<void> {
    await this.index.refresh(courseIds);
  }

  async forget(courseId: string): Promise<void> {
    await this.index.forget([courseId]);
  }

  /** See `SearchIndex.find`. */
  async find(search: string): Promise<Found> {
    return this.index.find(search);
  }
}
