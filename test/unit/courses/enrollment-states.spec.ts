import {
  isConcluded,
  type StateFacts,
  stateInForce,
} from '../../../src/modules/courses/access/enrollment-states';

const TODAY = '2026-03-02';
const RUNNING = { status: 'published', endDate: null } as const;
const OVER = { status: 'published', endDate: '2026-03-01' } as const;
const ARCHIVED = { status: 'archived', endDate: null } as const;

describe('the state of an enrollment in force', () => {
  const learner: StateFacts = { state: 'active', role: 'learner', beginDate: '2026-01-05', endDate: null };

  it.each([
    ['active within its days', {}, RUNNING, 'active'],
    ['upcoming before its first day', { beginDate: '2026-03-03' }, RUNNING, 'upcoming'],
    ['expired from its end on', { endDate: TODAY }, RUNNING, 'expired'],
    ['active until the day before', { endDate: '2026-03-03' }, RUNNING, 'active'],
    ['active on the last day of the course', {}, { ...RUNNING, endDate: TODAY }, 'active'],
    ['completed after the last day of the course', {}, OVER, 'completed'],
    ['completed in an archived course', {}, ARCHIVED, 'completed'],
    ['completed where it lasted as long as the course', { endDate: TODAY }, OVER, 'completed'],
    ['expired where it ended before the course did', { endDate: '2026-02-20' }, OVER, 'expired'],
    ['expired where it ended on the last day of the course', { endDate: '2026-03-01' }, OVER, 'expired'],
    ['suspended', { state: 'suspended' }, RUNNING, 'suspended'],
    ['suspended, also after the course', { state: 'suspended' }, OVER, 'suspended'],
    ['expired where it was suspended until its end', { state: 'suspended', endDate: TODAY }, OVER, 'expired'],
    ['withdrawn for good', { state: 'withdrawn', endDate: TODAY }, OVER, 'withdrawn'],
    ['completed by hand', { state: 'completed', endDate: TODAY }, RUNNING, 'completed'],
    ['active for staff after the course', { role: 'instructor' }, OVER, 'active'],
    ['expired for staff by their own days', { role: 'assistant', endDate: TODAY }, OVER, 'expired'],
  ] as const)('is %s', (_when, own, course, expected) => {
    expect(stateInForce({ ...learner, ...own }, course, TODAY)).toBe(expected);
  });

  it('goes by whether the course is over', () => {
    expect([RUNNING, OVER, ARCHIVED].map((course) => isConcluded(course, TODAY))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
