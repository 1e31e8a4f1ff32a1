import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { decodeCursor, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { isId } from '../../../shared/database/ids';
import { CourseAccess, ReleaseGate } from '../../courses';
import type { ChosenLearners } from '../../enrollments';
import type { LearnerProgressQuery } from './dto/learner-progress.query';
import {
  type LearnerProgressResponse,
  type ProgressResponse,
  toLearnerProgressResponse,
  toProgressResponse,
} from './dto/progress.response';
import { PercentageOrders } from './percentage-orders';
import { ownProgress } from './own-progress';
import { type LearnerPlace, type PercentageOrder, ProgressRepository } from './progress.repository';

@Injectable()
export class ProgressService {
  constructor(
    private readonly progress: ProgressRepository,
    private readonly orders: PercentageOrders,
    private readonly access: CourseAccess,
    private readonly gate: ReleaseGate,
  ) {}

  /** What rules hide from the learner is not told of, and is in neither side of the percentage, unless they have completed it. */
  async own(caller: Caller, courseId: string): Promise<ProgressResponse> {
    const standing = await this.access.course(caller, courseId, 'progress.read_own');
    const isHidden = await this.gate.hiddenFrom(standing, caller.userId);
    const activities = await this.progress.ofLearner(courseId, caller.userId);
    const shown = activities.filter(
      ({ activityId, completedAt }) => completedAt !== null || !isHidden(activityId),
    );
    return toProgressResponse(courseId, ownProgress(shown));
  }

  async ofLearners(
    caller: Caller,
    courseId: string,
    query: LearnerProgressQuery,
  ): Promise<Page<LearnerProgressResponse>> {
    const { learners: choice, groupId, tagId, sort, limit, cursor } = query;
    const { today, scope } = await this.access.courseWithin(caller, courseId, 'progress.read');
    const chosen = { courseId, today, choice, groupId, tagId, scope };
    const after = placeIn(cursor);
    const page =
      sort === 'name'
        ? toPage(
            await this.progress.pageByName(chosen, { after, limit }),
            limit,
            keysOf,
            toLearnerProgressResponse,
          )
        : await this.pageByPercentage(chosen, { sort, after, limit });
    return withTotal(page, query, (most) => this.progress.countLearners(chosen, most));
  }

  /** Whoever has left since the order was made is on no page behind that. */
  private async pageByPercentage(
    chosen: ChosenLearners,
    { sort, after, limit }: { sort: PercentageOrder; after?: LearnerPlace; limit: number },
  ): Promise<Page<LearnerProgressResponse>> {
    const { courseId, today, choice, groupId, tagId, scope = 'all' } = chosen;
    const groups = scope === 'all' ? [] : scope.groupIds;
    const list = [courseId, today, choice, groupId, tagId, sort, ...groups].join();
    const known = after && this.orders.behind(list, after, limit + 1);
    if (!known) {
      const counted = await this.progress.byPercentage(chosen, sort, after);
      this.orders.keep(list, counted.map(placeOf));
      return toPage(counted, limit, keysOf, toLearnerProgressResponse);
    }
    const { data, page } = toPage(known, limit, keysOf, ({ enrollmentId }) => enrollmentId);
    const learners = new Map(
      (await this.progress.named(chosen, data)).map((learner) => [learner.enrollmentId, learner]),
    );
    const shown = data.flatMap((enrollmentId) => learners.get(enrollmentId) ?? []);
    return { data: shown.map(toLearnerProgressResponse), page };
  }
}

/** Without the rest of the learner, since many are kept. */
function placeOf({ share, familyName, givenName, enrollmentId }: LearnerPlace): LearnerPlace {
  return { share, familyName, givenName, enrollmentId };
}

function keysOf({ share, familyName, givenName, enrollmentId }: LearnerPlace): (string | number)[] {
  return [share, familyName, givenName, enrollmentId];
}

function placeIn(cursor: string | undefined): LearnerPlace | undefined {
  if (cursor === undefined) return undefined;
  const [share, familyName, givenName, enrollmentId] = decodeCursor(
    cursor,
    4,
    ([count, , , id]) => /^\d{1,10}$/.test(count ?? '') && isId(id),
  ) as [string, string, string, string];
  return { share: Number(share), familyName, givenName, enrollmentId };
}
