import fc from 'fast-check';
import {
  type ChangedFields,
  faultsOfDays,
  type Span,
  type TermDays,
} from '../../../src/modules/courses/terms/term-rules';
import { addDays } from '../../../src/shared/time/zoned-time';

const ALL: ChangedFields = new Set([
  ...(['startDate', 'endDate', 'parentId', 'enrollUntil', 'dropUntil', 'holidays'] as const),
]);

/** From 30 days before the first start. */
const DAYS = Array.from({ length: 80 }, (_, day) => addDays('2026-02-20', day - 30));
const at = (number: number): string => DAYS[number + 30]!;
const number = fc.integer({ min: 0, max: 24 });
const span = fc
  .record({ start: number, length: fc.integer({ min: -2, max: 8 }) })
  .map(({ start, length }): Span => ({ title: 'x', startDate: at(start), endDate: at(start + length) }));
const school = fc.record({
  term: span,
  parent: fc.option(span, { nil: undefined }),
  children: fc.array(span, { maxLength: 2 }),
  holidays: fc.array(span, { maxLength: 3 }),
  enrollUntil: fc.option(number.map(at)),
  dropUntil: fc.option(number.map(at)),
});

/** All days of a span, one by one. */
function daysOf({ startDate, endDate }: Pick<Span, 'startDate' | 'endDate'>): string[] {
  return DAYS.filter((day) => day >= startDate && day <= endDate);
}

/** Whether the days fit together, counted day by day. */
function fits(term: TermDays, parent: Span | undefined, children: readonly Span[]): boolean {
  const days = new Set(daysOf(term));
  const { holidays } = term;
  const free = holidays.flatMap(daysOf);
  const last = [...days].sort().at(-1);
  return (
    last !== undefined &&
    holidays.every((holiday) => daysOf(holiday).length > 0) &&
    free.every((day) => days.has(day)) &&
    new Set(free).size === free.length &&
    (parent === undefined || [...days].every((day) => daysOf(parent).includes(day))) &&
    children.every(({ startDate, endDate }) => startDate >= term.startDate && endDate <= term.endDate) &&
    [term.enrollUntil, term.dropUntil].every((deadline) => deadline === null || deadline <= last)
  );
}

describe('the days of a term', () => {
  it('have no fault exactly where they fit together day by day', () => {
    fc.assert(
      fc.property(school, ({ term, parent, children, holidays, enrollUntil, dropUntil }) => {
        const { startDate, endDate } = term;
        const days = { startDate, endDate, enrollUntil, dropUntil, holidays };
        expect(faultsOfDays(days, parent, children, ALL).length === 0).toBe(fits(days, parent, children));
      }),
      { numRuns: 2000 },
    );
  });

  it('are only asked about what changes, so that what a roster brought does not keep the rest as it is', () => {
    const days = {
      startDate: '2026-05-01',
      endDate: '2026-04-01',
      enrollUntil: '2026-06-01',
      dropUntil: null,
    };
    const term = { ...days, holidays: [{ title: 'x', startDate: '2020-01-01', endDate: '2020-01-01' }] };
    expect(faultsOfDays(term, undefined, [], new Set())).toEqual([]);
    expect(faultsOfDays(term, undefined, [], new Set(['dropUntil']))).toEqual([]);
    expect(faultsOfDays(term, undefined, [], new Set(['enrollUntil'])).map(({ field }) => field)).toEqual([
      'enrollUntil',
    ]);
  });

  it('name each holiday by its place in the request', () => {
    const holidays = [
      { title: 'Late', startDate: '2026-03-10', endDate: '2026-03-12' },
      { title: 'Early', startDate: '2026-03-01', endDate: '2026-03-10' },
      { title: 'Outside', startDate: '2026-07-01', endDate: '2026-06-01' },
    ];
    const term = {
      startDate: '2026-03-01',
      endDate: '2026-03-31',
      enrollUntil: null,
      dropUntil: null,
      holidays,
    };
    const faults = faultsOfDays(term, undefined, [], ALL).map(({ field, rule }) => [field, rule]);
    expect(faults).toEqual([
      ['holidays[0].startDate', 'apart'],
      ['holidays[2].endDate', 'notBefore'],
      ['holidays[2].startDate', 'inTerm'],
      ['holidays[2].endDate', 'inTerm'],
    ]);
  });
});
