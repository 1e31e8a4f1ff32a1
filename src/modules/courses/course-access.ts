import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { withPowersOf } from './course-powers';
import {
  type ActivityStanding,
  type CallerInCourse,
  type CourseStanding,
  CourseStandings,
} from './course-standing';
import {
  ActivityNotFoundError,
  CourseArchivedError,
  CourseNotFoundError,
  InstructorsOnlyError,
  LearnersOnlyError,
  NotEnrolledError,
  SectionNotFoundError,
  StaffOnlyError,
} from './courses.errors';

/** Who the caller must be to the course. */
export type CourseNeed = 'see' | 'member' | 'learner' | 'staff' | 'instructor';

/**
 * Who may do what in a course. Each method returns how the caller stands to the course, or throws: 404 for what they
 * may not know of, 403 for what they may see but not do. It costs one query, or none where the request's path names
 * the course or part of one.
 *
 * | need       | who                                                          | what for                          |
 * |------------|--------------------------------------------------------------|-----------------------------------|
 * | see        | published: everyone signed in; archived: members; draft: staff | title, summary, titles of content |
 * | member     | active enrollment of any role, administrators                | read content                      |
 * | learner    | active enrollment as learner                                 | do the course: attempts, progress |
 * | staff      | instructors, assistants, administrators                      | roster, grading, reports          |
 * | instructor | instructors, administrators                                  | change course, content and people |
 *
 * Assistants grade and see everything, but change neither the course nor its people. An enrollment that has ended or
 * not begun makes its holder a visitor. An administrator is not a learner, even where enrolled as one. What enrollments
 * give is capped by the platform role (`course-powers.ts`): an instructor whose account is a learner's acts as assistant.
 */
@Injectable()
export class CourseAccess {
  constructor(private readonly standings: CourseStandings) {}

  see(caller: Caller, courseId: string): Promise<CourseStanding> {
    return this.course(caller, courseId, 'see');
  }

  requireMember(caller: Caller, courseId: string): Promise<CourseStanding> {
    return this.course(caller, courseId, 'member');
  }

  requireLearner(caller: Caller, courseId: string): Promise<CourseStanding> {
    return this.course(caller, courseId, 'learner');
  }

  /** Assistants included; see the table above. */
  requireStaff(caller: Caller, courseId: string): Promise<CourseStanding> {
    return this.course(caller, courseId, 'staff');
  }

  /** Staff without assistants; see the table above. */
  requireInstructor(caller: Caller, courseId: string): Promise<CourseStanding> {
    return this.course(caller, courseId, 'instructor');
  }

  /**
   * Throws a ForbiddenError that says whom it is for, or `notFound`. Who reaches the course by something in it says what
   * then does not exist, so that the answer does not tell that it does.
   */
  async course(
    caller: Caller,
    courseId: string,
    need: CourseNeed,
    notFound: () => Error = () => new CourseNotFoundError(),
  ): Promise<CourseStanding> {
    const standing = await readAlong(caller, courseId, () => this.standings.find(courseId, caller.userId));
    return admit(caller, standing, need, notFound);
  }

  /** As `course`, by one of its activities. */
  async activity(
    caller: Caller,
    activityId: string,
    need: CourseNeed,
    notFound: () => Error = () => new ActivityNotFoundError(),
  ): Promise<ActivityStanding> {
    const standing = await readAlong(caller, activityId, () =>
      this.standings.findByActivity(activityId, caller.userId),
    );
    return admit(caller, standing, need, notFound);
  }

  /** As `course`, by one of its sections. Throws SectionNotFoundError. */
  async section(caller: Caller, sectionId: string, need: CourseNeed): Promise<CourseStanding> {
    const standing = await readAlong(caller, sectionId, () =>
      this.standings.findBySection(sectionId, caller.userId),
    );
    return admit(caller, standing, need, () => new SectionNotFoundError());
  }
}

/** For whatever changes something in a course: throws CourseArchivedError (409) when it is archived. */
export function refuseArchived(standing: CourseStanding): void {
  if (standing.status === 'archived') throw new CourseArchivedError();
}

/** The standing that came with the caller, where their request's path names this id; else what the query finds. */
async function readAlong<T extends CourseStanding>(
  caller: Caller,
  id: string,
  query: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const { standing } = caller as Partial<CallerInCourse>;
  return standing?.id === id ? (standing.found as T | undefined) : query();
}

function admit<T extends CourseStanding>(
  caller: Caller,
  found: T | undefined,
  need: CourseNeed,
  notFound: () => Error,
): T {
  if (!found) throw notFound();
  const standing = withPowersOf(found, caller.role);
  if (!isVisible(standing)) throw notFound();
  if (need === 'member' && standing.role === 'visitor') throw new NotEnrolledError();
  if (need === 'learner' && standing.role !== 'learner') throw new LearnersOnlyError();
  if (need === 'staff' && !standing.isStaff) throw new StaffOnlyError();
  if (need === 'instructor' && !standing.isInstructor) throw new InstructorsOnlyError();
  return standing;
}

function isVisible({ status, role, isStaff }: CourseStanding): boolean {
  if (status === 'published') return true;
  return status === 'draft' ? isStaff : role !== 'visitor';
}
