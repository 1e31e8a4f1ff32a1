import fc from 'fast-check';
import { hasEnded, stateInForce, STORED_STATES } from '../../../src/modules/courses';
import type { EnrollmentRecord } from '../../../src/modules/enrollments/enrollment-records';
import { type SharedCourse, sharedOutcome } from '../../../src/modules/enrollments/merges/shared-courses';

const TODAY = '2026-03-10';
const DAYS = ['2026-03-01', '2026-03-09', '2026-03-10', '2026-03-11', '2026-04-01'];
const ROLES = ['learner', 'assistant', 'instructor'] as const;
const ORDER = ['active', 'upcoming', 'suspended', 'completed', 'expired', 'withdrawn'];

/** As they can be stored: what is ended has an end that has come; at most one of an account goes on. */
const enrollments = (userId: string): fc.Arbitrary<EnrollmentRecord[]> =>
  fc
    .uniqueArray(
      fc.record({
        role: fc.constantFrom(...ROLES),
        state: fc.constantFrom(...STORED_STATES),
        beginDate: fc.constantFrom('2026-02-01', '2026-03-20'),
        endDate: fc.option(fc.constantFrom(...DAYS), { nil: null }),
        isOwner: fc.boolean(),
        spell: fc.integer({ min: 1, max: 3 }),
      }),
      { selector: ({ role }) => role, minLength: 1, maxLength: 3 },
    )
    .map((all) => {
      let open = 0;
      return all.map((each): EnrollmentRecord => {
        const isOver = each.state !== 'active' && each.state !== 'suspended';
        const goesOn = !isOver && (each.endDate === null || each.endDate > TODAY);
        open += goesOn ? 1 : 0;
        const mustEnd = isOver || (goesOn && open > 1);
        const endDate = mustEnd ? '2026-03-05' : each.endDate;
        const state = goesOn && open > 1 ? 'withdrawn' : each.state;
        return {
          ...{ id: `${userId}-${each.role}`, courseId: 'course', userId, version: 1, source: 'staff' },
          ...{ createdAt: new Date(0), groupIds: null, ...each, state, endDate },
          isOwner: each.isOwner && each.role === 'instructor',
        };
      });
    });

const courses: fc.Arbitrary<SharedCourse> = fc.record({
  ...{ courseId: fc.constant('course'), title: fc.constant('Clocks'), today: fc.constant(TODAY) },
  facts: fc.record({
    status: fc.constantFrom('published' as const, 'archived' as const),
    endDate: fc.option(fc.constantFrom('2026-03-04', '2026-06-30'), { nil: null }),
  }),
  ...{ kept: enrollments('kept'), duplicate: enrollments('duplicate') },
});

describe('the enrollments of two accounts in one course', () => {
  it('leave the person with one that goes on, in the better of the two states, and the duplicate with none', () => {
    fc.assert(
      fc.property(courses, (course) => {
        const { taken, ended, given, dropped } = sharedOutcome(course);
        const changes = [...taken, ...ended];
        const after = (one: EnrollmentRecord): EnrollmentRecord =>
          changes.find(({ before }) => before.id === one.id)?.after ?? one;
        const own = [...course.kept.map(after), ...given];
        const left = course.duplicate.filter((one) => !given.includes(one)).map(after);
        const goOn = (all: EnrollmentRecord[]): EnrollmentRecord[] =>
          all.filter((one) => !hasEnded(one, TODAY));
        expect(goOn(left)).toEqual([]);
        expect(goOn(own).length).toBeLessThanOrEqual(1);
        // Whoever could come in with either account can come in with the one that is kept.
        const couldBefore = goOn([...course.kept, ...course.duplicate]).length > 0;
        expect(goOn(own).length > 0).toBe(couldBefore);
        const roles = own.map(({ role }) => role);
        expect(new Set(roles).size).toBe(roles.length);
        const state = (one: EnrollmentRecord): number =>
          ORDER.indexOf(stateInForce(one, course.facts, TODAY));
        for (const one of course.duplicate.filter((each) => !dropped.includes(each))) {
          const same = own.find(({ role }) => role === one.role);
          if (!same) continue;
          const before = course.kept.find(({ role }) => role === one.role);
          const goesOnElsewhere = goOn(course.kept).some(({ role }) => role !== one.role);
          if (goesOnElsewhere) continue;
          expect(state(same)).toBe(Math.min(state(one), before ? state(before) : 9));
        }
        // What ends keeps its days, and what begins again is a new spell.
        for (const { before, after: became, reopens } of taken)
          expect(became.spell).toBe(before.spell + (reopens ? 1 : 0));
      }),
      { numRuns: 2000 },
    );
  });
});
