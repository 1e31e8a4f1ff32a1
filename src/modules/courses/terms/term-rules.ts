import type { FieldError } from '../../../shared/errors/domain-error';
import type { Sentence } from '../../../shared/sentences/sentence';
import type { Holiday, Term } from '../academic-session.entity';
import { sentences } from './terms.sentences';

/** Days are `YYYY-MM-DD`, both included. */
export interface Span {
  title: string;
  startDate: string;
  endDate: string;
}

/**
 * Whether the last day for something is over.
 *
 * @param today the present day in the time zone of the course
 */
export function isPast(deadline: string | null, today: string): deadline is string {
  return deadline !== null && deadline < today;
}

/** What of a term its days decide about. */
export type TermDays = Pick<Term, 'startDate' | 'endDate' | 'enrollUntil' | 'dropUntil'> & {
  holidays: readonly Holiday[];
};

/** The fields that a request gives another value; for a new term all of them. */
export type ChangedFields = ReadonlySet<keyof TermDays | 'parentId'>;

/**
 * What is wrong with the days of a term, by field. A rule is asked only where the request changes something that it is about: a roster
 * may bring days that break one, and then everything else can still be changed.
 *
 * @param parent the term in which it lies; undefined for none
 * @param children the terms that lie in it
 */
export function faultsOfDays(
  term: TermDays,
  parent: Span | undefined,
  children: readonly Span[],
  changed: ChangedFields,
): FieldError[] {
  const faults: FieldError[] = [];
  const add = (field: string, rule: string, message: Sentence): void => {
    faults.push({ field, rule, message });
  };
  const isAsked = (...fields: (keyof TermDays | 'parentId')[]): boolean =>
    fields.some((field) => changed.has(field));
  const { startDate, endDate, holidays } = term;

  if (isAsked('startDate', 'endDate') && endDate < startDate)
    add('endDate', 'notBefore', sentences.endsBeforeStart({ field: 'endDate' }));
  if (parent && isAsked('startDate', 'endDate', 'parentId')) {
    if (startDate < parent.startDate) add('startDate', 'inParent', outside('startDate', parent));
    if (endDate > parent.endDate) add('endDate', 'inParent', outside('endDate', parent));
  }
  if (isAsked('startDate', 'endDate')) {
    const early = children.find((child) => child.startDate < startDate);
    if (early) add('startDate', 'hasChildren', excluded('startDate', early));
    const late = children.find((child) => child.endDate > endDate);
    if (late) add('endDate', 'hasChildren', excluded('endDate', late));
  }
  for (const deadline of ['enrollUntil', 'dropUntil'] as const) {
    const day = term[deadline];
    if (day !== null && day > endDate && isAsked(deadline, 'endDate'))
      add(deadline, 'inTerm', sentences.afterTerm({ field: deadline, endDate }));
  }
  if (isAsked('holidays', 'startDate', 'endDate'))
    for (const fault of faultsOfHolidays(holidays, { startDate, endDate })) faults.push(fault);
  return faults;
}

function faultsOfHolidays(
  holidays: readonly Holiday[],
  term: Pick<Term, 'startDate' | 'endDate'>,
): FieldError[] {
  const placed = holidays.map((holiday, place) => ({ holiday, place })).toSorted(byStart);
  /** The holiday, of those before in time, that ends last. */
  let before: Holiday | undefined;
  const faults = placed.flatMap(({ holiday: { title, startDate, endDate }, place }): FieldError[] => {
    const [start, end] = [`holidays[${place}].startDate`, `holidays[${place}].endDate`];
    const found: FieldError[] = [];
    if (endDate < startDate)
      found.push({
        ...{ field: end, rule: 'notBefore' },
        message: sentences.endsBeforeStart({ field: end }),
      });
    if (startDate < term.startDate || startDate > term.endDate)
      found.push({ ...{ field: start, rule: 'inTerm' }, message: outsideTerm(start, term) });
    if (endDate < term.startDate || endDate > term.endDate)
      found.push({ ...{ field: end, rule: 'inTerm' }, message: outsideTerm(end, term) });
    if (before && startDate <= before.endDate)
      found.push({
        ...{ field: start, rule: 'apart' },
        message: sentences.overlaps({ field: start, other: before.title }),
      });
    if (before === undefined || endDate > before.endDate) before = { title, startDate, endDate };
    return found;
  });
  return faults.toSorted((one, other) => placeIn(one.field) - placeIn(other.field));
}

function byStart({ holiday: one }: { holiday: Holiday }, { holiday: other }: { holiday: Holiday }): number {
  return one.startDate === other.startDate ? 0 : one.startDate < other.startDate ? -1 : 1;
}

function placeIn(field: string): number {
  return Number(/\d+/.exec(field)?.[0]);
}

function outside(field: string, { title, startDate, endDate }: Span): Sentence {
  return sentences.outsideParent({ field, title, startDate, endDate });
}

function outsideTerm(field: string, { startDate, endDate }: Pick<Term, 'startDate' | 'endDate'>): Sentence {
  return sentences.outsideTerm({ field, startDate, endDate });
}

function excluded(field: string, { title, startDate, endDate }: Span): Sentence {
  return sentences.excludesChild({ field, title, startDate, endDate });
}
