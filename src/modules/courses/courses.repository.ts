import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import type { CourseStatus } from '../../shared/auth/permissions';
import { toBinary } from '../../shared/database/ids';
import { prefixPattern } from '../../shared/database/prefix-pattern';
import { isSeenByEveryone } from './access/participation';
import type { NewCourse } from './course-facts';
import { Course, type CourseColumns } from './course.entity';

/** Where the previous page ended: the sort value and the id of its last course. */
export interface CoursePlace {
  value: string;
  id: string;
}

export interface CourseFilter {
  /** `only` the courses of `ids`; `all`; or those that everyone sees (`public`) and those of `ids`. */
  scope: 'only' | 'all' | 'public';
  ids: string[];
  status?: CourseStatus;
  /** Beginning of the title or the code. */
  search?: string;
  sort: 'title' | 'newest';
  after?: CoursePlace;
  limit: number;
}

@Injectable()
export class CoursesRepository {
  constructor(@InjectRepository(Course) private readonly courses: Repository<Course>) {}

  async find(courseId: string): Promise<Course | null> {
    return this.courses.findOneBy({ id: courseId });
  }

  /** As `find`, and locks the row until the transaction ends. */
  async lock(courseId: string): Promise<Course | null> {
    return this.courses.createQueryBuilder('c').where({ id: courseId }).setLock('pessimistic_write').getOne();
  }

  /** Up to `limit` + 1 courses: the extra one shows that there is another page. */
  async page({ scope, ids, status, search, sort, after, limit }: CourseFilter): Promise<Course[]> {
    const query = this.courses.createQueryBuilder('c');
    if (scope === 'only') query.andWhere({ id: In(ids) });
    else if (scope === 'public' && ids.length === 0) query.andWhere(isSeenByEveryone('c'));
    else if (scope === 'public')
      query.andWhere(`(${isSeenByEveryone('c')} OR c.id IN (:...ids))`, { ids: ids.map(toBinary) });
    if (status !== undefined) query.andWhere({ status });
    if (search !== undefined)
      query.andWhere("(c.title LIKE :prefix ESCAPE '!' OR c.code LIKE :prefix ESCAPE '!')", {
        prefix: prefixPattern(search),
      });
    if (after && sort === 'title')
      query.andWhere('(c.title >= :title AND (c.title > :title OR c.id > :id))', {
        title: after.value,
        id: toBinary(after.id),
      });
    else if (after)
      query.andWhere('(c.createdAt <= :made AND (c.createdAt < :made OR c.id < :id))', {
        made: new Date(after.value),
        id: toBinary(after.id),
      });
    if (sort === 'title') query.orderBy({ 'c.title': 'ASC', 'c.id': 'ASC' });
    else query.orderBy({ 'c.createdAt': 'DESC', 'c.id': 'DESC' });
    return query.limit(limit + 1).getMany();
  }

  async insert(courses: NewCourse[]): Promise<void> {
    if (courses.length === 0) return;
    await this.courses.insert(courses.map((course) => ({ ...course, updatedAt: course.createdAt })));
  }

  /** Changes a course that this transaction has locked. */
  async update(courseId: string, changes: Partial<CourseColumns>): Promise<void> {
    await this.courses.update({ id: courseId }, changes);
  }

  /**
   * Increments the content version, which locks the course's row. Returns false and changes nothing if the course does
   * not exist, or if its content has none of the given versions.
   */
  async touchContent(courseId: string, versions?: readonly number[]): Promise<boolean> {
    const { affected } = await this.courses.update(
      { id: courseId, ...(versions === undefined ? {} : { contentVersion: In(versions) }) },
      { contentVersion: () => 'content_version + 1' },
    );
    return affected === 1;
  }

  async delete(courseId: string): Promise<void> {
    await this.courses.delete({ id: courseId });
  }
}
