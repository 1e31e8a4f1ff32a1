import {
  actingRole,
  canTeach,
  enrollmentStatus,
  mayInstruct,
  type RoleSpan,
  strongestActive,
} from '../../../src/modules/courses/access/participation';
import type { PlatformRole } from '../../../src/shared/auth/caller';
import type { CourseRole } from '../../../src/shared/auth/permissions';

const TODAY = '2026-03-02';

describe('an enrollment', () => {
  it.each([
    ['active from its first day on', '2026-03-02', null, 'active'],
    ['upcoming before its first day', '2026-03-03', null, 'upcoming'],
    ['active until the day before its end date', '2026-01-01', '2026-03-03', 'active'],
    ['ended on its end date', '2026-01-01', '2026-03-02', 'ended'],
    ['ended after its end date', '2026-01-01', '2026-02-01', 'ended'],
    ['ended if it was ended on its first day', '2026-03-02', '2026-03-02', 'ended'],
    ['ended if it was ended before it began', '2026-04-01', '2026-03-02', 'ended'],
    ['upcoming if begin and end lie ahead', '2026-04-01', '2026-05-01', 'upcoming'],
  ])('an enrollment is %s', (_when, beginDate, endDate, expected) => {
    expect(enrollmentStatus({ beginDate, endDate }, TODAY)).toBe(expected);
  });
});

describe('a person with several enrollments in a course', () => {
  const active = (role: CourseRole): RoleSpan => ({ role, beginDate: TODAY, endDate: null });
  const ended = (role: CourseRole): RoleSpan => ({ role, beginDate: '2026-01-01', endDate: TODAY });
  const ahead = (role: CourseRole): RoleSpan => ({ role, beginDate: '2026-03-03', endDate: null });

  it.each([
    [[], undefined],
    [[active('learner')], 'learner'],
    [[active('learner'), active('assistant')], 'assistant'],
    [[active('learner'), active('instructor'), active('assistant')], 'instructor'],
    [[active('learner'), ended('instructor'), ahead('assistant')], 'learner'],
    [[ended('learner'), ahead('instructor')], undefined],
  ] as [RoleSpan[], CourseRole | undefined][])(
    'somebody with %j is enrolled as %s',
    (enrollments, expected) => {
      expect(strongestActive(enrollments, TODAY)).toBe(expected);
    },
  );
});

describe('an account', () => {
  // Read across: what somebody enrolled as instructor, assistant, learner or not at all acts as.
  it.each([
    ['administrator', 'administrator administrator administrator administrator', true],
    ['instructor', 'instructor assistant learner visitor', true],
    ['learner', 'assistant assistant learner visitor', false],
  ] as [PlatformRole, string, boolean][])(
    'an account with the platform role %s acts in courses as %s',
    (platformRole, expected, teaches) => {
      const enrolledAs = ['instructor', 'assistant', 'learner', undefined] as const;
      expect(enrolledAs.map((role) => actingRole(platformRole, role)).join(' ')).toBe(expected);
      expect(mayInstruct(platformRole)).toBe(teaches);
      expect(canTeach({ platformRole, isSuspended: false })).toBe(teaches);
      expect(canTeach({ platformRole, isSuspended: true })).toBe(false);
    },
  );
});
