import { catalog } from '../../../shared/sentences/sentence';

/** What a person reads in their calendar, and of the addresses by which programs read it. */
export const sentences = catalog('calendar', {
  calendarName: 'Courses',
  due: 'Due: {title} ({course})',
  expected: 'Expected: {title} ({course})',
  opens: 'Opens: {title} ({course})',
  closes: 'Closes: {title} ({course})',
  session: '{title} ({course})',
  courseBegins: 'Begins: {course}',
  courseEnds: 'Last day: {course}',
  noFeed: 'There is no such calendar address.',
  noSuchAddress:
    'This calendar address is not valid any more. Get a new one where you got this, and subscribe to it.',
  feedsFull:
    'You have {most, plural, one {1 calendar address} other {# calendar addresses}} already. Revoke one that you no longer need first.',
  tooOften:
    'This calendar was read too often. Ask again in {seconds, plural, one {1 second} other {# seconds}}.',
});
