import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../shared/database/transactions';
import { type ExpectedVersion, listedVersions, StaleVersionError } from '../../../shared/http/etag';
import { CourseNotFoundError } from '../courses.errors';
import { CoursesRepository } from '../courses.repository';

/**
 * Runs changes to a course's content. Positions depend on each other, so the changes to one course run one after
 * another: each transaction locks the course's row and increments its content version, which is the outline's ETag.
 */
@Injectable()
export class ContentChanges {
  constructor(
    private readonly courses: CoursesRepository,
    private readonly transactions: Transactions,
  ) {}

  /** Throws StaleVersionError if the outline does not have the expected version. */
  async run<T>(courseId: string, work: () => Promise<T>, version?: ExpectedVersion): Promise<T> {
    return this.transactions.run(async () => {
      if (!(await this.courses.touchContent(courseId, listedVersions(version)))) {
        throw version === undefined ? new CourseNotFoundError() : new StaleVersionError('outline');
      }
      return work();
    });
  }
}
