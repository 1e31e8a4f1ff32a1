import { catalog } from '../../../shared/sentences/sentence';

/** What is said about terms. */
export const sentences = catalog('courses.terms', {
  noTerm: 'There is no such term.',
  noParent: 'There is no such term to lie in.',
  mustExist: '{field} must be the id of a term',
  circle: 'A term cannot lie in itself, nor in a term that lies in it.',
  noCircle: '{field} must not be the term itself, nor a term that lies in it',
  days: 'The days of the term do not fit together.',
  endsBeforeStart: '{field} must not be before startDate',
  outsideParent: '{field} must be within “{title}”, from {startDate} to {endDate}',
  excludesChild: '{field} must not leave out “{title}”, which lies in the term from {startDate} to {endDate}',
  afterTerm: '{field} must not be after the end of the term, {endDate}',
  outsideTerm: '{field} must be in the term, from {startDate} to {endDate}',
  overlaps: '{field} must be after the end of “{other}”',
  inUse:
    '{courses, plural, =0 {} one {1 course belongs to the term} other {# courses belong to the term}}{isBoth, select, yes {, and } other {}}{terms, plural, =0 {} one {1 term lies in it} other {# terms lie in it}}. Give them another term first.',
});
