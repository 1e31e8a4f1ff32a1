import type { Caller } from '../../../src/shared/auth/caller';
import { CourseAccess, type CourseNeed } from '../../../src/modules/courses/course-access';
import {
  type ActivityStanding,
  type CourseRole,
  type CourseStanding,
  CourseStandings,
  type CourseStatus,
  type CourseTerms,
  standingFrom,
} from '../../../src/modules/courses/course-standing';

const terms = (status: CourseStatus = 'published'): CourseTerms => ({
  courseId: '01990000-0000-7000-8000-00000000c001',
  status,
  timeZone: 'UTC',
  title: 'Foundations of Statistics',
  startDate: null,
  endDate: null,
  selfEnrollment: false,
  version: 1,
  contentVersion: 1,
});

const enrolledAs = (...roles: CourseRole[]): { enrollmentId: string; role: CourseRole }[] =>
  roles.map((role) => ({ enrollmentId: `as ${role}`, role }));

describe('standingFrom', () => {
  it.each([
    [[], { role: 'visitor', isStaff: false, isInstructor: false, enrollmentId: null }],
    [['learner'], { role: 'learner', isStaff: false, isInstructor: false, enrollmentId: 'as learner' }],
    [['assistant'], { role: 'assistant', isStaff: true, isInstructor: false, enrollmentId: 'as assistant' }],
    [
      ['instructor'],
      { role: 'instructor', isStaff: true, isInstructor: true, enrollmentId: 'as instructor' },
    ],
    [
      ['learner', 'assistant'],
      { role: 'assistant', isStaff: true, isInstructor: false, enrollmentId: 'as assistant' },
    ],
    [
      ['learner', 'instructor', 'assistant'],
      { role: 'instructor', isStaff: true, isInstructor: true, enrollmentId: 'as instructor' },
    ],
  ] as [CourseRole[], Partial<CourseStanding>][])('of somebody enrolled as %j', (roles, expected) => {
    expect(standingFrom(terms(), '2026-03-02', enrolledAs(...roles))).toMatchObject(expected);
  });
});

describe('CourseAccess', () => {
  type Who = CourseRole | 'visitor' | 'administrator';
  const NEEDS: CourseNeed[] = ['see', 'member', 'learner', 'staff', 'instructor'];

  /** Standings of one course, where everybody has the role that the test gives. */
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
      };
    membershipsOf = async (): Promise<[]> => [];
    hasLearners = async (): Promise<boolean> => false;
  }

  function accessFor(who: Who, status: CourseStatus): { access: CourseAccess; caller: Caller } {
    const roles = who === 'visitor' || who === 'administrator' ? [] : enrolledAs(who);
    const caller = { userId: 'u', role: who === 'administrator' ? who : 'instructor' } as Caller;
    return {
      access: new CourseAccess(new Standings(standingFrom(terms(status), '2026-03-02', roles))),
      caller,
    };
  }

  const outcome = async (work: Promise<CourseStanding>): Promise<string> =>
    work.then(
      ({ role }) => role,
      (error: { code: string }) => error.code.replace('courses.', ''),
    );

  // Read across: what `see`, `member`, `learner`, `staff`, `instructor` come to.
  it.each([
    ['draft', 'visitor', 'not_found not_found not_found not_found not_found'],
    ['draft', 'learner', 'not_found not_found not_found not_found not_found'],
    ['draft', 'assistant', 'assistant assistant learners_only assistant instructors_only'],
    ['draft', 'instructor', 'instructor instructor learners_only instructor instructor'],
    ['draft', 'administrator', 'administrator administrator learners_only administrator administrator'],
    ['published', 'visitor', 'visitor not_enrolled learners_only staff_only instructors_only'],
    ['published', 'learner', 'learner learner learner staff_only instructors_only'],
    ['published', 'assistant', 'assistant assistant learners_only assistant instructors_only'],
    ['published', 'instructor', 'instructor instructor learners_only instructor instructor'],
    ['published', 'administrator', 'administrator administrator learners_only administrator administrator'],
    ['archived', 'visitor', 'not_found not_found not_found not_found not_found'],
    ['archived', 'learner', 'learner learner learner staff_only instructors_only'],
    ['archived', 'assistant', 'assistant assistant learners_only assistant instructors_only'],
    ['archived', 'instructor', 'instructor instructor learners_only instructor instructor'],
    ['archived', 'administrator', 'administrator administrator learners_only administrator administrator'],
  ] as [CourseStatus, Who, string][])(
    'to a %s course, for a person who is %s',
    async (status, who, expected) => {
      const { access, caller } = accessFor(who, status);
      const outcomes = await Promise.all(NEEDS.map((need) => outcome(access.course(caller, 'c', need))));
      expect(outcomes.join(' ')).toBe(expected);
      const bySection = await Promise.all(NEEDS.map((need) => outcome(access.section(caller, 's', need))));
      expect(bySection.join(' ')).toBe(expected.replaceAll('not_found', 'section_not_found'));
      const byActivity = await Promise.all(NEEDS.map((need) => outcome(access.activity(caller, 'a', need))));
      expect(byActivity.join(' ')).toBe(expected.replaceAll('not_found', 'activity_not_found'));
    },
  );

  it('tells of the activity it was asked by', async () => {
    const { access, caller } = accessFor('learner', 'published');
    expect((await access.activity(caller, 'a', 'learner')).activity.title).toBe('A page');
  });

  it('answers a course that is not there like one that may not be seen', async () => {
    const access = new CourseAccess(new Standings(undefined));
    const { caller } = accessFor('administrator', 'published');
    expect(await outcome(access.see(caller, 'c'))).toBe('not_found');
    expect(await outcome(access.requireInstructor(caller, 'c'))).toBe('not_found');
  });
});
