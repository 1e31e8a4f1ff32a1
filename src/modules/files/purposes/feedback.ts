import { answer } from './answer';
import { filePurpose } from './purpose';

/** What markers give back to a learner with a mark, such as the answer with notes in it. Assistants of a course give marks too, whatever they are elsewhere. */
export const feedback = filePurpose({
  name: 'feedback',
  permission: 'files.upload',
  types: answer.types,
  isPersonal: true,
});
