import fc from 'fast-check';
import { mergePlan, type RowUnits } from '../../../src/modules/identity/merges/merge-plan';
import type { Moving } from '../../../src/modules/identity/merges/merge-rows.repository';
import { ofCourse, ofWork } from '../../../src/shared/personal-data/merging';
import { personal } from '../../../src/shared/personal-data/personal-rows';
import { kept } from '../../../src/shared/personal-data/treatments';

const IDS = ['a', 'b', 'c', 'd', 'e'];

function rows(unit: 'course' | 'work', isTrace: boolean): Moving {
  const atMerge = unit === 'course' ? ofCourse('at', { isTrace }) : ofWork('at', { isTrace });
  return personal('things', {
    ...{ of: 'user_id', category: 'work', holds: 'Things.', atErasure: kept('figures'), atMerge },
  }) as Moving;
}

describe('what moves when two accounts are merged', () => {
  const units = fc.array(
    fc.record({
      rows: fc.constantFrom(
        ...[rows('course', false), rows('course', true), rows('work', false), rows('work', true)],
      ),
      duplicate: fc.subarray(IDS),
      kept: fc.subarray(IDS),
    }),
    { maxLength: 6 },
  );

  it('is each course and each piece of work of the duplicate in which the other has nothing', () => {
    fc.assert(
      fc.property(units, (all: RowUnits[]) => {
        const plan = mergePlan(all);
        const has = (unit: string, whose: 'duplicate' | 'kept', id: string, mayBeTrace: boolean): boolean =>
          all.some(
            (each) =>
              each.rows.atMerge.unit === unit &&
              each[whose].includes(id) &&
              (mayBeTrace || !each.rows.atMerge.isTrace),
          );
        for (const [unit, moved, shared] of [
          ['course', plan.courses, plan.sharedCourses],
          ['work', plan.works, plan.sharedWorks],
        ] as const)
          for (const id of IDS) {
            const isTaken = has(unit, 'kept', id, false);
            expect(moved.includes(id)).toBe(has(unit, 'duplicate', id, true) && !isTaken);
            expect(shared.includes(id)).toBe(has(unit, 'duplicate', id, false) && isTaken);
          }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the map of personal data', () => {
  it('does not take rows of which nobody has said what a merge does with them', () => {
    const described = { category: 'work', holds: 'Things.', atErasure: kept('figures') } as const;
    expect(() => personal('things', { ...described, of: 'user_id' })).toThrow(/things\.user_id/);
    const steps = [{ table: 'others', key: 'id', column: 'user_id' }];
    expect(personal('things', { ...described, of: { column: 'other_id', steps } }).atMerge).toEqual({
      kind: 'follows',
    });
  });
});
