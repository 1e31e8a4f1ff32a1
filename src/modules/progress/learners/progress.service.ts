import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { decodeCursor, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { isId } from '../../../shared/database/ids';
import { CourseAccess } from '../../courses';
import type { LearnerProgressQuery } from './dto/learner-progress.query';
import {
  type LearnerProgressResponse,
  type ProgressResponse,
  toLearnerProgressResponse,
  toProgressResponse,
} from './dto/progress.response';
import { ownProgress } from './own-progress';
import { type LearnerPlace, ProgressRepository } from './progress.repository';

@Injectable()
export class ProgressService {
  constructor(
    private readonly progress: ProgressRepository,
    private readonly access: CourseAccess,
  ) {}

  async own(caller: Caller, courseId: string): Promise<ProgressResponse> {
    await this.access.course(caller, courseId, 'progress.read_own');
    return toProgressResponse(courseId, ownProgress(await this.progress.ofLearner(courseId, caller.userId)));
  }

  async ofLearners(
    caller: Caller,
    courseId: string,
    query: LearnerProgressQuery,
  ): Promise<Page<LearnerProgressResponse>> {
    const { learners: choice, sort, limit, cursor } = query;
    const { today } = await this.access.course(caller, courseId, 'progress.read');
    const chosen = { courseId, today, choice };
    const rows = await this.progress.page({ ...chosen, sort, limit, after: placeIn(cursor) });
    const page = toPage(
      rows,
      limit,
      ({ share, familyName, givenName, enrollmentId }) => [share, familyName, givenName, enrollmentId],
      toLearnerProgressResponse,
    );
    return withTotal(page, query, (most) => this.progress.countLearners(chosen, most));
  }
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
