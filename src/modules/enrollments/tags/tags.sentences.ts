import { catalog } from '../../../shared/sentences/sentence';

/** What is said about the tags of learners. */
export const sentences = catalog('tags', {
  noTag: 'There is no such tag, or it is not open to you.',
  titleTaken: 'The course has another tag with this title.',
  noActiveLearner: '{field}: the person is no active learner of the course',
  addedAndRemoved: '{field}: the person is in both lists',
});
