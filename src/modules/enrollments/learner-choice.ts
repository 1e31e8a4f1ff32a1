import { isSuspended } from '../identity';
import { activeOn } from './enrollment-status';

/** Which learners of a course a list shows. */
export const LEARNER_CHOICES = ['active', 'suspended', 'all'] as const;
export type LearnerChoice = (typeof LEARNER_CHOICES)[number];

export const LEARNER_CHOICE_WORDS =
  '`active`: learners who can take part now; `suspended`: those whose enrollment is active, but whose account is suspended; `all`: everybody who is or ever was a learner.';

/** SQL for the choice, of enrollments `e` joined with their accounts `u`; takes `choiceValues`. */
export const IS_CHOSEN: Record<LearnerChoice, string> = {
  active: `(${activeOn('e')} AND NOT ${isSuspended('u')})`,
  suspended: `(${activeOn('e')} AND ${isSuspended('u')})`,
  all: 'TRUE',
};

/** `today` is the present day in the course's time zone. */
export function choiceValues(choice: LearnerChoice, today: string): string[] {
  return choice === 'all' ? [] : [today, today];
}
