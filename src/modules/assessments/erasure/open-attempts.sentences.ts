import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('open_attempts', {
  hasOpenAttempt: 'The person is working on a quiz. Submit the attempt for them, or wait until it ends.',
});
