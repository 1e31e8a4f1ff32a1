import { actingRole, mayInstruct, withPowersOf } from '../../../src/modules/courses/course-powers';
import { type CourseRole, standingFrom } from '../../../src/modules/courses/course-standing';
import type { PlatformRole } from '../../../src/shared/auth/caller';

const course = {
  courseId: '01990000-0000-7000-8000-00000000c001',
  status: 'published' as const,
  timeZone: 'UTC',
  title: 'Foundations of Statistics',
  startDate: null,
  endDate: null,
  selfEnrollment: false,
  version: 1,
  contentVersion: 1,
};

describe('in a course, an account that is', () => {
  // Read across: what somebody enrolled as instructor, assistant, learner or not at all acts as.
  it.each([
    ['administrator', 'administrator administrator administrator administrator', true],
    ['instructor', 'instructor assistant learner visitor', true],
    ['learner', 'assistant assistant learner visitor', false],
  ] as [PlatformRole, string, boolean][])('a platform %s acts as %s', (platformRole, expected, teaches) => {
    const roles: (CourseRole | undefined)[] = ['instructor', 'assistant', 'learner', undefined];
    const standings = roles.map((role) => {
      const enrollments = role === undefined ? [] : [{ enrollmentId: 'e', role }];
      return withPowersOf(standingFrom(course, '2026-03-02', enrollments), platformRole);
    });
    expect(standings.map(({ role }) => role).join(' ')).toBe(expected);
    for (const { role, isStaff, isInstructor } of standings) {
      expect(isInstructor).toBe(role === 'instructor' || role === 'administrator');
      expect(isStaff).toBe(isInstructor || role === 'assistant');
    }
    expect(mayInstruct(platformRole)).toBe(teaches);
    if (platformRole !== 'administrator')
      expect(
        roles
          .map((role) => role && actingRole(role, platformRole))
          .join(' ')
          .trim(),
      ).toBe(expected.replace(' visitor', ''));
  });
});
