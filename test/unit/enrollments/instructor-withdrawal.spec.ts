import type { InstructorRecord } from '../../../src/modules/enrollments/enrollments.repository';
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

describe('an instructor', () => {
  it.each([
    ['whom a co-instructor withdraws', [OWNER, CO, instructor('third')], 'third', CO, 'may leave'],
    ['who made the course, by a co-instructor', [OWNER, CO], 'owner', CO, 'enrollments.course_owner'],
    ['who made the course, by themselves', [OWNER, CO], 'owner', OWNER, 'may leave'],
    ['who made the course, by an administrator', [OWNER, CO], 'owner', ADMINISTRATOR, 'may leave'],
    ['who made the course, but is suspended', [SUSPENDED_OWNER, CO], 'owner', CO, 'may leave'],
    ['beside a suspended one', [CO, SUSPENDED], 'co', ADMINISTRATOR, 'enrollments.last_instructor'],
    ['beside one who became a learner', [CO, DEMOTED], 'co', CO, 'enrollments.last_instructor'],
    ['who is suspended', [CO, SUSPENDED], 'suspended', CO, 'may leave'],
    ['who became a learner', [CO, DEMOTED], 'demoted', CO, 'may leave'],
    ['who is the only one', [OWNER], 'owner', ADMINISTRATOR, 'enrollments.last_instructor'],
    ['whose enrollment is not active', [OWNER], 'former', CO, 'may leave'],
  ] as [string, InstructorRecord[], string, InstructorRecord | typeof ADMINISTRATOR, string][])(
    '%s',
    (_name, instructors, leaving, by, expected) => {
      const caller = 'role' in by ? by : { userId: by.userId, role: by.platformRole };
      expect(outcome(instructors, leaving, caller)).toBe(expected);
    },
  );
});
