import { CourseAccess, requireGranted } from '../../../src/modules/courses/access/course-access';
import {
  type ActivityStanding,
  type CourseStanding,
  CourseStandings,
} from '../../../src/modules/courses/access/course-standing';
import { DueContent } from '../../../src/modules/courses/access/due-content';
import type { ReleaseGate } from '../../../src/modules/courses/release/release-gate';
import { TestClock } from '../../support/test-clock';
import type { Caller } from '../../../src/shared/auth/caller';
import {
  type ActingRole,
  type CourseAction,
  type CourseStatus,
  may,
} from '../../../src/shared/auth/permissions';

const CALLER = { userId: 'u', role: 'learner' } as Caller;

function standingOf(role: ActingRole, status: CourseStatus): CourseStanding {
  return {
    courseId: '01990000-0000-7000-8000-00000000c001',
    status,
    visibility: 'signed_in',
    timeZone: 'UTC',
    title: 'Foundations of Statistics',
    startDate: null,
    endDate: null,
    selfEnrollment: false,
    version: 1,
    contentVersion: 1,
    publishedVersion: 1,
    contentDueAt: null,
    today: '2026-03-02',
    window: { is: 'running', reach: 'everything' },
    role,
    isOrWasLearner: role === 'learner',
    groupIds: null,
  };
}

/** Standings to one course, the same for everybody. */
class Standings extends CourseStandings {
  constructor(private readonly standing: CourseStanding | undefined) {
    super();
  }

  find = async (): Promise<CourseStanding | undefined> => this.standing;
  findBySection = async (): Promise<CourseStanding | undefined> => this.standing;
  findByActivity = async (): Promise<ActivityStanding | undefined> =>
    this.standing && {
      ...this.standing,
      activity: { id: 'a', type: 'page', title: 'A page', sectionId: 's' },
      published: { title: 'A page', sectionId: 's', isGuarded: false, completionRule: null },
    };
  membershipsOf = async (): Promise<[]> => [];
  inGroups = async (): Promise<Set<string>> => new Set();
  hasLearners = async (): Promise<boolean> => false;
}

// Nothing is guarded here, so it is never asked.
const NO_GATE = undefined as unknown as ReleaseGate;
const NOTHING_DUE = new DueContent(new TestClock());

describe('access to a course', () => {
  const codeOf = async (work: () => unknown): Promise<string> => {
    try {
      await work();
      return 'granted';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each([
    ['course.see', 'learner', 'draft', 'courses.not_found'],
    ['content.change', 'visitor', 'archived', 'courses.not_found'],
    ['content.read', 'visitor', 'published', 'courses.not_enrolled'],
    ['attempts.take', 'assistant', 'published', 'courses.learners_only'],
    ['grades.read', 'learner', 'published', 'courses.staff_only'],
    ['content.change', 'assistant', 'published', 'courses.instructors_only'],
    ['content.change', 'learner', 'archived', 'courses.instructors_only'],
    ['content.change', 'instructor', 'archived', 'courses.archived'],
    ['content.change', 'instructor', 'published', 'granted'],
  ] as [CourseAction, ActingRole, CourseStatus, string][])(
    'answers %s by a caller who acts as %s in a course that is %s with %s',
    async (action, role, status, expected) => {
      const standing = standingOf(role, status);
      const access = new CourseAccess(new Standings(standing), NO_GATE, NOTHING_DUE);
      expect(await codeOf(() => access.course(CALLER, 'c', action))).toBe(expected);
      expect(await codeOf(() => access.section(CALLER, 's', action))).toBe(
        expected.replace('not_found', 'section_not_found'),
      );
      expect(await codeOf(() => access.activity(CALLER, 'a', action))).toBe(
        expected.replace('not_found', 'activity_not_found'),
      );
      expect(await codeOf(() => requireGranted(may(CALLER, action, standing)))).toBe(expected);
    },
  );

  it('gives the activity by which it was asked', async () => {
    const access = new CourseAccess(new Standings(standingOf('learner', 'published')), NO_GATE, NOTHING_DUE);
    expect((await access.activity(CALLER, 'a', 'content.read')).activity.title).toBe('A page');
  });

  it('answers about a missing course as about one that the caller may not see', async () => {
    const access = new CourseAccess(new Standings(undefined), NO_GATE, NOTHING_DUE);
    expect(await codeOf(() => access.course(CALLER, 'c', 'course.see'))).toBe('courses.not_found');
    expect(await codeOf(() => access.course(CALLER, 'c', 'course.change'))).toBe('courses.not_found');
  });
});
