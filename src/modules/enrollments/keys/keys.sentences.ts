import { catalog } from '../../../shared/sentences/sentence';

/** What is said about the keys of courses. */
export const sentences = catalog('enrollments.keys', {
  noKey: 'There is no such key, or it is not open to you.',
  keyNeeded:
    'This course asks for a key. Send it as key; whoever teaches the course has told it to its learners.',
  wrongKey: 'This is not a key of the course.',
  notYet: 'With this key, people can enroll themselves from {at} on.',
  over: 'With this key, people could enroll themselves until {at}. Ask an instructor of the course.',
  usedUp:
    'The key is used up: it was for {most, plural, one {1 person} other {# people}}. Ask an instructor of the course.',
  keyTaken: 'The course has this key already. Letter case, spaces and accents do not tell keys apart.',
  keyTakenField: 'key is that of another key of the course',
  tooManyKeys:
    'A course can have at most {most, number} keys that are not revoked. Revoke one of them first.',
  keyTooShort:
    'key must have at least {least} characters. Accents, spaces around it and characters that cannot be seen do not count.',
  closesFirst: 'closesAt must lie after opensAt',
  noSuchGroup: 'The course has no group with this id.',
  noSuchGroupField: 'groupId is the id of no group of the course',
  revoked: 'The key is revoked, so nothing of it can be changed. Make another one.',
});
