import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import {
  type Answer,
  type CourseAction,
  type CourseRefusal,
  may,
  mayFor,
  type Scope,
} from '../../../shared/auth/permissions';
import {
  ActivityNotFoundError,
  CourseArchivedError,
  CourseNotBegunError,
  CourseOverError,
  CourseNotFoundError,
  InstructorsOnlyError,
  LearnersOnlyError,
  LimitedToGroupsError,
  NotEnrolledError,
  OwnersOnlyError,
  SectionNotFoundError,
  StaffOnlyError,
} from '../courses.errors';
import {
  type ActivityStanding,
  type CallerInCourse,
  type CourseStanding,
  CourseStandings,
} from './course-standing';
import { ReleaseGate } from '../release/release-gate';
import { DueContent } from './due-content';
import { actingRole } from './participation';

/** A standing, and for which learners of the course the caller may do what they asked for. */
export type Within<Standing> = Standing & { scope: Scope };

/**
 * Lets callers into courses. Each method returns how the caller stands to the course if they may do what the action
 * names (`may`), or throws: 404 for what they may not know of, 403 for what is not for them, 409 for what an archived
 * course does not allow. It costs one query, or none where the request's path names the course or part of one. Drafts whose instant has
 * come are published first, so that nobody sees what was there before it.
 */
@Injectable()
export class CourseAccess {
  constructor(
    private readonly standings: CourseStandings,
    private readonly gate: ReleaseGate,
    private readonly due: DueContent,
  ) {}

  /**
   * Throws a ForbiddenError that says whom it is for, CourseArchivedError, or `notFound`. A caller who names
   * something in the course passes the error for that thing, so that the answer does not reveal that it exists.
   */
  async course(
    caller: Caller,
    courseId: string,
    action: CourseAction,
    notFound: () => Error = () => new CourseNotFoundError(),
  ): Promise<CourseStanding> {
    return wholly(await this.courseWithin(caller, courseId, action, notFound));
  }

  /** As `course`, for lists of learners: also for assistants who are limited to groups. The list has those of `scope` only. */
  async courseWithin(
    caller: Caller,
    courseId: string,
    action: CourseAction,
    notFound: () => Error = () => new CourseNotFoundError(),
  ): Promise<Within<CourseStanding>> {
    const standing = await this.readAlong(caller, courseId, () => this.standings.find(caller, courseId));
    return admit(action, standing, notFound);
  }

  /**
   * As `course`, for what is about one learner. One query more for an assistant who is limited to groups. Throws LimitedToGroupsError
   * where the learner is in none of these.
   */
  async learner(
    caller: Caller,
    { courseId, learnerId }: { courseId: string; learnerId: string },
    action: CourseAction,
    notFound?: () => Error,
  ): Promise<CourseStanding> {
    const standing = await this.courseWithin(caller, courseId, action, notFound);
    await this.requireWithin(standing.scope, learnerId);
    return standing;
  }

  /** Throws LimitedToGroupsError for learners of whom one is not in the scope. No query where the scope is everybody. */
  async requireWithin(scope: Scope, ...learnerIds: string[]): Promise<void> {
    if (!(await this.areWithin(scope, learnerIds))) throw new LimitedToGroupsError('learner');
  }

  private async areWithin(scope: Scope, learnerIds: readonly string[]): Promise<boolean> {
    if (scope === 'all') return true;
    const found = await this.standings.inGroups(learnerIds, scope.groupIds);
    return learnerIds.every((id) => found.has(id.toLowerCase()));
  }

  /** Whether the caller may do something that is about one learner of the course of this standing. */
  async mayForLearner(action: CourseAction, standing: CourseStanding, learnerId: string): Promise<boolean> {
    const answer = mayFor(action, standing);
    return answer.granted && this.areWithin(answer.scope, [learnerId]);
  }

  /**
   * As `course`, by one of its activities. Drafts are for staff: to all others there is what is published, and open to them.
   * Throws ActivityClosedError too.
   */
  async activity(
    caller: Caller,
    activityId: string,
    action: CourseAction,
    notFound: () => Error = () => new ActivityNotFoundError(),
  ): Promise<ActivityStanding> {
    return wholly(await this.activityWithin(caller, activityId, action, notFound));
  }

  /** As `activity`, for lists of learners: also for assistants who are limited to groups. The list has those of `scope` only. */
  async activityWithin(
    caller: Caller,
    activityId: string,
    action: CourseAction,
    notFound: () => Error = () => new ActivityNotFoundError(),
  ): Promise<Within<ActivityStanding>> {
    const found = await this.readAlong(caller, activityId, () =>
      this.standings.findByActivity(caller, activityId),
    );
    const standing = admit(action, found, notFound);
    if (may(caller, 'content.read_source', standing).granted) return standing;
    if (standing.published) {
      const { isGuarded, title, sectionId } = standing.published;
      if (isGuarded && NEEDS_OPEN.has(action))
        await this.gate.require(standing, activityId, caller.userId, notFound);
      return { ...standing, activity: { ...standing.activity, title, sectionId } };
    }
    // Their work stays theirs, whatever becomes of the activity.
    if (action === 'attempts.read_own') return standing;
    throw notFound();
  }

  /** As `activity`, for what is about one learner: as `learner`. */
  async activityOfLearner(
    caller: Caller,
    { activityId, learnerId }: { activityId: string; learnerId: string },
    action: CourseAction,
    notFound?: () => Error,
  ): Promise<ActivityStanding> {
    const standing = await this.activityWithin(caller, activityId, action, notFound);
    await this.requireWithin(standing.scope, learnerId);
    return standing;
  }

  /** As `course`, by one of its sections. Throws SectionNotFoundError. */
  async section(caller: Caller, sectionId: string, action: CourseAction): Promise<CourseStanding> {
    const standing = await this.readAlong(caller, sectionId, () =>
      this.standings.findBySection(caller, sectionId),
    );
    return wholly(admit(action, standing, () => new SectionNotFoundError()));
  }

  /** The standing that was read with the caller if the request's path names this id, otherwise the result of the query. */
  private async readAlong<T extends CourseStanding>(
    caller: Caller,
    id: string,
    query: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const along = (caller as Partial<CallerInCourse>).standing;
    const standing = along?.id === id ? (along.found as T | undefined) : await query();
    if (!standing || !(await this.due.settle(standing))) return standing;
    const settled = await query();
    if (along?.id === id) along.found = settled;
    return settled;
  }

  /** Whether the caller may do something in courses, of which any number can be asked about. One query. */
  async inCourses(caller: Caller): Promise<(action: CourseAction, course: AskedCourse) => boolean> {
    const memberships = await this.standings.membershipsOf(caller);
    const known = new Map(
      memberships.map(({ courseId, role, window, groupIds }) => [courseId, { role, window, groupIds }]),
    );
    const otherwise = { role: actingRole(caller.role, undefined) };
    return (action, { courseId, status, visibility = 'members' }) =>
      may(caller, action, { status, visibility, ...(known.get(courseId) ?? otherwise) }).granted;
  }
}

/** What learners do with an activity that is open to them. What they have begun they can finish, and read. */
const NEEDS_OPEN: ReadonlySet<CourseAction> = new Set([
  'content.read',
  'quizzes.read',
  'progress.record',
  'surveys.answer',
]);

/** Without a visibility, nothing is granted to those who do not take part: who asks for something that is for everyone says it. */
type AskedCourse = Pick<CourseStanding, 'courseId' | 'status'> & Partial<Pick<CourseStanding, 'visibility'>>;

const REFUSALS: Record<Exclude<CourseRefusal, 'hidden'>, new () => Error> = {
  members: NotEnrolledError,
  learners: LearnersOnlyError,
  staff: StaffOnlyError,
  instructors: InstructorsOnlyError,
  owners: OwnersOnlyError,
  groups: LimitedToGroupsError,
  archived: CourseArchivedError,
  not_begun: CourseNotBegunError,
  over: CourseOverError,
};

/**
 * Throws unless `may` has granted it: what `CourseAccess.course` throws. For services that have read the
 * standing themselves.
 */
export function requireGranted(
  answer: Answer<CourseRefusal>,
  notFound: () => Error = () => new CourseNotFoundError(),
): void {
  if (answer.granted) return;
  throw answer.because === 'hidden' ? notFound() : new REFUSALS[answer.because]();
}

function admit<T extends CourseStanding>(
  action: CourseAction,
  standing: T | undefined,
  notFound: () => Error,
): Within<T> {
  if (!standing) throw notFound();
  const answer = mayFor(action, standing);
  requireGranted(answer, notFound);
  return { ...standing, scope: answer.granted ? answer.scope : 'all' };
}

/** Refuses whoever may do it for the learners of some groups only. */
function wholly<T extends CourseStanding>(standing: Within<T>): T {
  if (standing.scope !== 'all') throw new LimitedToGroupsError();
  return standing;
}
