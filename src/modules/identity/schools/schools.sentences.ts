import { catalog } from '../../../shared/sentences/sentence';

/** What is said about schools. */
export const sentences = catalog('identity.schools', {
  noSchool: 'There is no such school.',
  noParent: 'There is no such school to belong to.',
  mustExist: '{field} must be the id of a school',
  circle: 'A school cannot belong to itself, nor to one that belongs to it.',
  noCircle: '{field} must not be the school itself, nor one that belongs to it',
  inUse: 'The school cannot be deleted: {uses} belong to it. Give them another school first.',
  people: '{count, plural, one {1 person} other {# people}}',
  schools: '{count, plural, one {1 other school} other {# other schools}}',
});
