import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('observers', {
  notObserved:
    'You do not observe such a learner. Ask them for a pairing code, or an administrator for the link.',
  noLink:
    'There is no such link, or it has ended. Links of the roster end in the roster, and those that an administrator made by an administrator.',
  wrongCode: 'This code is wrong, was used before, or has expired. Ask the learner for a new one.',
  cannotObserve: `{why, select,
    self {Nobody observes themselves.}
    circular {The learner observes this person, so this person cannot observe the learner.}
    already {This person observes the learner already.}
    not_a_learner {Only learners can be observed.}
    past {until must be later than now.}
    other {There is no such account that is active.}}`,
});
