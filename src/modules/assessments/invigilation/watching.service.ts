import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { AttemptNotFoundError, QuizNotFoundError } from '../assessments.errors';
import { hidingAttempt } from '../attempts/hidden-attempt';
import { QuizzesRepository } from '../quizzes/quizzes.repository';
import { type OpenAttemptResponse, toOpenAttemptResponse } from './dto/open-attempt.response';
import { type TimelineEntryResponse, toTimelineEntryResponse } from './dto/timeline.response';
import { LONGEST_STARTED_FIRST, OpenAttemptsRepository } from './open-attempts.repository';
import { cursorKeysOf, inOrder, ownEntries, placeIn } from './timeline';
import { TimelineRepository } from './timeline.repository';

/** What staff see of attempts while these go on, and afterwards. */
@Injectable()
export class WatchingService {
  constructor(
    private readonly openAttempts: OpenAttemptsRepository,
    private readonly timelines: TimelineRepository,
    private readonly quizzes: QuizzesRepository,
    private readonly access: CourseAccess,
    private readonly clock: Clock,
  ) {}

  async open(caller: Caller, activityId: string, query: CursorQuery): Promise<Page<OpenAttemptResponse>> {
    const { scope } = await this.access.activityWithin(caller, activityId, 'attempts.read');
    const of = { activityId, scope };
    if (!(await this.quizzes.find(activityId))) throw new QuizNotFoundError();
    const { cursor, limit } = query;
    const rows = await this.openAttempts.page(of, limit, LONGEST_STARTED_FIRST.placeIn(cursor));
    const headway = await this.openAttempts.headway(rows.slice(0, limit).map(({ id }) => id));
    const now = this.clock.now();
    const page = toPage(rows, limit, LONGEST_STARTED_FIRST.keysOf, (row) =>
      toOpenAttemptResponse(row, headway.get(row.id), now),
    );
    return withTotal(page, query, (most) => this.openAttempts.count(of, most));
  }

  async timeline(
    caller: Caller,
    attemptId: string,
    query: CursorQuery,
  ): Promise<Page<TimelineEntryResponse>> {
    const facts = await this.timelines.facts(attemptId);
    if (!facts) throw new AttemptNotFoundError();
    const { courseId, learner } = facts;
    await hidingAttempt(this.access.learner(caller, { courseId, learnerId: learner.id }, 'attempts.read'));
    const { cursor, limit } = query;
    const after = placeIn(cursor);
    const own = ownEntries(facts);
    const entries = [
      ...own,
      ...(await this.timelines.answers(attemptId, facts, limit + 1, after)),
      ...(await this.timelines.actions(attemptId, limit + 1, after)),
    ];
    const page = toPage(inOrder(entries, after, limit + 1), limit, cursorKeysOf, toTimelineEntryResponse);
    return withTotal(page, query, async (most) => own.length + (await this.timelines.count(attemptId, most)));
  }
}
