import type { InstructorRecord } from '../../../src/modules/enrollments/enrollment-locks.repository';
import { refuseLastOwner, refuseWithdrawal } from '../../../src/modules/enrollments/instructor-withdrawal';

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
const CO_OWNER = instructor('co-owner', { isOwner: true });
const ADMINISTRATOR = { userId: 'admin', changesOwners: true };

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
    ['an owner, by an instructor', [OWNER, CO, CO_OWNER], 'owner', CO, 'enrollments.course_owner'],
    ['an owner, by themselves', [OWNER, CO, CO_OWNER], 'owner', OWNER, 'may leave'],
    ['an owner, by another', [OWNER, CO_OWNER], 'owner', CO_OWNER, 'may leave'],
    ['an owner, by an administrator', [OWNER, CO_OWNER], 'owner', ADMINISTRATOR, 'may leave'],
    ['the last owner, by themselves', [OWNER, CO], 'owner', OWNER, 'enrollments.last_owner'],
    ['the last owner, by an administrator', [OWNER, CO], 'owner', ADMINISTRATOR, 'enrollments.last_owner'],
    ['an instructor of a course without owners', [CO, instructor('third')], 'co', CO, 'may leave'],
    ['a suspended owner, by a co-instructor', [SUSPENDED_OWNER, CO], 'owner', CO, 'may leave'],
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
      const caller = 'changesOwners' in by ? by : { userId: by.userId, changesOwners: by.isOwner };
      expect(outcome(instructors, leaving, caller)).toBe(expected);
    },
  );

  it.each([
    ['the last owner', [OWNER, CO], 'enrollments.last_owner'],
    ['one of two owners', [OWNER, CO_OWNER], 'may'],
    ['an owner beside a suspended one', [CO_OWNER, SUSPENDED_OWNER], 'enrollments.last_owner'],
  ] as [string, InstructorRecord[], string][])(
    'decides whether %s may give up the course',
    (_, all, expected) => {
      const giving = all.find(({ isOwner, isSuspended }) => isOwner && !isSuspended) as InstructorRecord;
      const given = (): string => {
        try {
          refuseLastOwner(all, giving.enrollmentId);
          return 'may';
        } catch (error) {
          return (error as { code: string }).code;
        }
      };
      expect(given()).toBe(expected);
    },
  );
});
