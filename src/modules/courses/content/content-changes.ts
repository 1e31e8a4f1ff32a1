import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../shared/database/transactions';
import { type ExpectedVersion, listedVersions, StaleVersionError } from '../../../shared/http/etag';
import { CourseNotFoundError } from '../courses.errors';
import { CoursesRepository } from '../courses.repository';
import { DueContent } from '../access/due-content';
import { ContentPublisher } from './versions/content-publisher';
import type { PublishingStanding } from './versions/versions.repository';

/**
 * Runs changes to the drafts of a course. Positions depend on each other, so the changes to one course run one after
 * another: each transaction locks the course's row and increments its content version, which is the ETag of the drafts'
 * outline. Where the course publishes each change at once, the transaction does so at its end. Where the drafts were to be published before
 * now, that comes first: no later change is in what is published.
 */
@Injectable()
export class ContentChanges {
  constructor(
    private readonly courses: CoursesRepository,
    private readonly publisher: ContentPublisher,
    private readonly due: DueContent,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Changes the drafts. Throws StaleVersionError if the outline does not have the expected version.
   *
   * @param by who changes it; null where no person does
   */
  async run<T>(
    { courseId, by }: { courseId: string; by: string | null },
    work: (course: PublishingStanding) => Promise<T>,
    version?: ExpectedVersion,
  ): Promise<T> {
    return this.publishing(
      courseId,
      async (standing) => {
        const result = await work(standing);
        await this.publisher.afterChange(courseId, by, standing);
        return result;
      },
      version,
    );
  }

  /** As `run`, for work that publishes by itself. */
  async publishing<T>(
    courseId: string,
    work: (course: PublishingStanding) => Promise<T>,
    version?: ExpectedVersion,
  ): Promise<T> {
    return this.transactions.run(async () => {
      if (!(await this.courses.touchContent(courseId, listedVersions(version)))) {
        throw version === undefined ? new CourseNotFoundError() : new StaleVersionError('outline');
      }
      const standing = await this.publisher.standing(courseId);
      const isSettled = await this.due.settleHeld({ courseId, contentDueAt: standing.contentDueAt });
      return work(isSettled ? await this.publisher.standing(courseId) : standing);
    });
  }
}
