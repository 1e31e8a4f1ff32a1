import {
  actingRole,
  canTeach,
  enrolledAs,
  enrollmentStatus,
  mayInstruct,
  type RoleSpan,
  strongestActive,
} from '../../../src/modules/courses/access/participation';
import type { StoredState } from '../../../src/modules/courses/access/enrollment-states';
import type { PlatformRole } from '../../../src/shared/auth/caller';
import { type CourseRole, ENROLLED_ROLES } from '../../../src/shared/auth/permissions';

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
    expect(enrollmentStatus({ state: 'active', beginDate, endDate }, TODAY)).toBe(expected);
    const suspended = expected === 'active' ? 'suspended' : expected;
    expect(enrollmentStatus({ state: 'suspended', beginDate, endDate }, TODAY)).toBe(suspended);
  });
});

describe('a person with several enrollments in a course', () => {
  const active = (role: CourseRole): RoleSpan => ({ role, state: 'active', beginDate: TODAY, endDate: null });
  const suspended = (role: CourseRole): RoleSpan => ({ ...active(role), state: 'suspended' });
  const ended = (role: CourseRole, state: StoredState = 'withdrawn'): RoleSpan => ({
    ...active(role),
    ...{ state, beginDate: '2026-01-01', endDate: TODAY },
  });
  const ahead = (role: CourseRole): RoleSpan => ({ ...active(role), beginDate: '2026-03-03' });

  it.each([
    [[], undefined],
    [[active('learner')], 'learner'],
    [[active('learner'), active('assistant')], 'assistant'],
    [[active('learner'), active('instructor'), active('assistant')], 'instructor'],
    [[active('learner'), ended('instructor'), ahead('assistant')], 'learner'],
    [[ended('learner'), ahead('instructor')], undefined],
    [[suspended('instructor'), active('learner')], 'learner'],
    [[suspended('learner')], undefined],
  ] as [RoleSpan[], CourseRole | undefined][])(
    'somebody with %j is enrolled as %s',
    (enrollments, expected) => {
      expect(strongestActive(enrollments, TODAY)).toBe(expected);
    },
  );
});

describe('a person who has completed a course', () => {
  const days = { beginDate: '2026-01-01', endDate: TODAY };
  const completed: RoleSpan = { role: 'learner', state: 'completed', ...days };

  it('stands as a learner, unless they are enrolled as something else', () => {
    expect(enrolledAs([completed], TODAY)).toMatchObject({ role: 'learner', hasCompleted: true });
    const assists: RoleSpan = { role: 'assistant', state: 'active', beginDate: TODAY, endDate: null };
    expect(enrolledAs([completed, assists], TODAY)).toMatchObject({ role: 'assistant', hasCompleted: false });
    const left: RoleSpan = { ...completed, state: 'withdrawn' };
    expect(enrolledAs([left], TODAY)).toMatchObject({ role: undefined, hasCompleted: false });
  });

  it('has the reach of the enrollment that counts', () => {
    const days = { state: 'active', beginDate: TODAY, endDate: null } as const;
    const owns: RoleSpan = { role: 'instructor', isOwner: true, ...days };
    const assists: RoleSpan = { role: 'assistant', groupIds: ['a'], ...days };
    expect(enrolledAs([assists], TODAY)).toMatchObject({ role: 'assistant', groupIds: ['a'] });
    expect(enrolledAs([assists, owns], TODAY)).toMatchObject({ role: 'owner', groupIds: null });
    const owned: RoleSpan = { ...owns, state: 'withdrawn', endDate: TODAY };
    expect(enrolledAs([assists, owned], TODAY)).toMatchObject({ role: 'assistant', groupIds: ['a'] });
  });
});

describe('an account', () => {
  // Read across: what somebody enrolled as owner, instructor, assistant, learner, auditor or not at all acts as.
  it.each([
    ['administrator', Array(6).fill('administrator').join(' '), true],
    ['instructor', 'owner instructor assistant learner auditor visitor', true],
    ['learner', 'assistant assistant assistant learner auditor visitor', false],
  ] as [PlatformRole, string, boolean][])(
    'an account with the platform role %s acts in courses as %s',
    (platformRole, expected, teaches) => {
      const enrolledAs = [...ENROLLED_ROLES, undefined];
      expect(enrolledAs.map((role) => actingRole(platformRole, role)).join(' ')).toBe(expected);
      expect(mayInstruct(platformRole)).toBe(teaches);
      expect(canTeach({ platformRole, isSuspended: false })).toBe(teaches);
      expect(canTeach({ platformRole, isSuspended: true })).toBe(false);
    },
  );
});
