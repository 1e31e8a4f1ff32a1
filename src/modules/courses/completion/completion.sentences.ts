import { catalog } from '../../../shared/sentences/sentence';

/** What learners do to complete an activity, without a full stop, since several make a list; and what is wrong with rules that say so. */
export const sentences = catalog('courses.completion', {
  markDone: 'Mark it as done',
  view: 'Open it',
  cover: 'Watch at least {percent} % of it',
  submit: 'Hand it in',
  score: 'Score at least {percent} %',
  pass: 'Pass it',
  attend: 'Be there',
  mustBeKind: '{field} must be one of these, for this type of activity: {kinds}',
  nobodyCompletes: '{field} must be left out: there is nothing to complete in this type of activity',
  needsOne: '{field} must have at least one condition',
  kindOnce: '{field} must be a kind that no other condition of the rule has',
  needsDuration: '{field} needs durationSeconds, of which it is a share',
});
