import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('erased_people', {
  erased: 'The person was erased.',
});
