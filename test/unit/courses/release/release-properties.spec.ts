import fc from 'fast-check';
import { ConditionKinds } from '../../../../src/modules/courses/release/kinds/registry';
import { PreparedCourse } from '../../../../src/modules/courses/release/prepared-course';
import type { ReleaseReason } from '../../../../src/modules/courses/release/reasons';
import { ACTIVITIES, anyCourse, anyFacts, anyInstant } from './random-rules';
import { slowNextChange, slowStateOf } from './slow-release';

const kinds = new ConditionKinds();

function textOf({ code, values, of }: ReleaseReason): string {
  const { count, ...others } = values;
  const head = [code, ...(count === undefined ? [] : [count]), ...Object.values(others)].join(' ');
  return of ? `${head}(${of.map(textOf).join(', ')})` : head;
}

describe('what release rules say', () => {
  it('is what a slow reading with three values says, and changes when that does', () => {
    fc.assert(
      fc.property(anyCourse(), anyFacts, anyInstant, (course, facts, now) => {
        const verdicts = new PreparedCourse(course, kinds).verdicts(facts, new Date(now));
        for (const id of ACTIVITIES) {
          const { isOpen, isHidden, reasons, nextChangeAt } = verdicts.get(id)!;
          const told = { isOpen, isHidden, reasons: reasons.map(textOf).join(' + ') };
          const slow = slowStateOf(id, { course, facts }, now);
          // Why something is hidden is for staff, who get reasons of hidden parts as well.
          expect(told).toEqual(isHidden ? { ...slow, reasons: told.reasons } : slow);
          expect(reasons.length > 0).toBe(!isOpen);
          expect(nextChangeAt?.getTime() ?? null).toBe(slowNextChange(id, { course, facts }, now));
        }
      }),
      { numRuns: Number(process.env['RELEASE_RUNS'] ?? 1500) },
    );
  });

  it('holds until the instant of its next change, and not at that instant', () => {
    fc.assert(
      fc.property(anyCourse(), anyFacts, anyInstant, (course, facts, now) => {
        const prepared = new PreparedCourse(course, kinds);
        for (const [id, verdict] of prepared.verdicts(facts, new Date(now))) {
          const { nextChangeAt, ...said } = verdict;
          if (nextChangeAt === null) continue;
          const at = (instant: number) => {
            const { nextChangeAt: _, ...state } = prepared.verdicts(facts, new Date(instant)).get(id)!;
            return state;
          };
          const justBefore = at(nextChangeAt.getTime() - 1);
          // Reasons of what is hidden are told to nobody who waits for a change.
          if (said.isHidden) expect(justBefore.isHidden).toBe(true);
          else expect(justBefore).toEqual(said);
          expect(at(nextChangeAt.getTime())).not.toEqual(said);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('opens nothing by facts that nobody asked for', () => {
    fc.assert(
      fc.property(anyCourse(), anyFacts, anyInstant, (course, facts, now) => {
        const prepared = new PreparedCourse(course, kinds);
        const asked = {
          ...facts,
          completed: prepared.asks.has('completions') ? facts.completed : new Map<string, Date>(),
          results: new Map([...facts.results].filter(([id]) => prepared.targets.has(id))),
          startDay: prepared.asks.has('start') ? facts.startDay : null,
        };
        const at = new Date(now);
        expect(prepared.verdicts(asked, at)).toEqual(prepared.verdicts(facts, at));
      }),
      { numRuns: 300 },
    );
  });
});
