import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../shared/database/transactions';
import { type ExpectedVersion, listedVersions, StaleVersionError } from '../../../shared/http/etag';
import { CourseNotFoundError } from '../courses.errors';
import { CoursesRepository } from '../courses.repository';

/**
 * Runs changes of a course's content. Positions depend on each other, so those of one course come one after another,
 * each in a transaction that holds the course's row and counts its content version on, which the outline's readers
 * have as its ETag.
 */
@Injectable()
export class ContentChanges {
  constructor(
    private readonly courses: CoursesRepository,
    private readonly transactions: Transactions,
  ) {}

  /** `version`: refuse, as stale, if the outline is at another. */
  async run<T>(courseId: string, work: () => Promise<T>, version?: ExpectedVersion): Promise<T> {
    return this.transactions.run(async () => {
      if (!(await this.courses.touchContent(courseId, listedVersions(version)))) {
        throw version === undefined ? new CourseNotFoundError() : new StaleVersionError('outline');
      }
      return work();
    });
  }
}
