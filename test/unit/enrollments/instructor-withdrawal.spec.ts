import type { InstructorRecord } from '../../../src/modules/enrollments/enrollment-locks.repository';
import { refuseWithdrawal } from '../../../src/modules/enrollments/instructor-withdrawal';

const instructor = (id: string, facts: Partial<InstructorRecord> = {}): InstructorRecord => ({
  enrollmentId: id,
  userId: id,
  platformRole: 'instructor',
  isSuspended: false,
  isOwner: false,
  ...facts,
});

const OWNER = instructor('owner', { isOwner: true });
const CO = instructor('co');
const SUSPENDED = instructor('suspended', { isSuspended: true });
const DEMOTED = instructor('demoted', { platformRole: 'learner' });
const SUSPENDED_OWNER = instructor('owner', { isOwner: true, isSuspended: true });
const ADMINISTRATOR = { userId: 'admin', role: 'administrator' } as const;

function outcome(
  instructors: InstructorRecord[],
  leaving: string,
  by: Parameters<typeof refuseWithdrawal>[2],
): string {
  try {
    refuseWithdrawal(instructors, leaving, by);
    return 'may leave';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('the rule of withdrawals of instructors', () => {
  it.each([
    ['an instructor, by a co-instructor', [OWNER, CO, instructor('third')], 'third', CO, 'may leave'],
    ['the creator, by a co-instructor', [OWNER, CO], 'owner', CO, 'enrollments.course_owner'],
    ['the creator, by themselves', [OWNER, CO], 'owner', OWNER, 'may leave'],
    ['the creator, by an administrator', [OWNER, CO], 'owner', ADMINISTRATOR, 'may leave'],
    ['a suspended creator, by a co-instructor', [SUSPENDED_OWNER, CO], 'owner', CO, 'may leave'],
    [
      'an instructor beside a suspended one',
      [CO, SUSPENDED],
      'co',
      ADMINISTRATOR,
      'enrollments.last_instructor',
    ],
    [
      'an instructor beside one whose account became a learner’s',
      [CO, DEMOTED],
      'co',
      CO,
      'enrollments.last_instructor',
    ],
    ['a suspended instructor', [CO, SUSPENDED], 'suspended', CO, 'may leave'],
    ['an instructor whose account became a learner’s', [CO, DEMOTED], 'demoted', CO, 'may leave'],
    ['the only instructor', [OWNER], 'owner', ADMINISTRATOR, 'enrollments.last_instructor'],
    ['an instructor whose enrollment is not active', [OWNER], 'former', CO, 'may leave'],
  ] as [string, InstructorRecord[], string, InstructorRecord | typeof ADMINISTRATOR, string][])(
    'decides whether %s may be withdrawn',
    (_name, instructors, leaving, by, expected) => {
      const caller = 'role' in by ? by : { userId: by.userId, role: by.platformRole };
      expect(outcome(instructors, leaving, caller)).toBe(expected);
    },
  );
});
