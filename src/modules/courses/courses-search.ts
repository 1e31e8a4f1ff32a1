import { Injectable } from '@nestjs/common';
import { type Found, SearchIndex } from '../../shared/database/search-index';
import { SearchIndexes } from '../../shared/database/search-indexes';
import type { CourseAttributes } from './catalog/course-attributes';
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

  /** What narrows a list of courses: the attributes that are asked for, and what the search finds (see `SearchIndex.find`). */
  async narrowing({
    search,
    termId,
    schoolId,
    language,
    level,
    category,
    tag,
  }: CourseAttributes & { search?: string }): Promise<{
    attributes: CourseAttributes;
    found: Found | undefined;
  }> {
    return {
      attributes: { termId, schoolId, language, level, category, tag },
      found: search === undefined ? undefined : await this.index.find(search),
    };
  }
}
