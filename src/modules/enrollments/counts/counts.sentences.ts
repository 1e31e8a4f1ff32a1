import { catalog } from '../../../shared/sentences/sentence';

/** What charts of enrollments over time say. */
export const sentences = catalog('enrollments.counts', {
  tooManyDays: '{field}: at most {most} days can be asked for',
  untilBeforeFrom: '{field} must not be before from',
  title: 'Learners of {course} by state',
  subtitle: 'From {from} until {until}, at the end of each {by, select, week {week} other {day}}.',
  nothing: 'No day to show.',
  day: '{day}: {active} active, {upcoming} upcoming, {suspended} suspended, {completed} completed, {left} withdrawn or expired.',
  dayAxis: 'Day',
  learnerAxis: 'Learners',
  active: 'active',
  upcoming: 'upcoming',
  suspended: 'suspended',
  completed: 'completed',
  left: 'withdrawn, expired',
});
