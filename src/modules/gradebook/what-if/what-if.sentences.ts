import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('gradebook.whatIf', {
  unknownLineItem: 'The course has no line item with this id, it is archived, or it was named twice.',
  mustBeLineItem: '{field} must name a line item of the course, each once',
  excusedWithScore: 'Who is excused has no score: leave one of them out.',
  mustHaveNoScore: '{field} must be left out where isExcused is true',
});
