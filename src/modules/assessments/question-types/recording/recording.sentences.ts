import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('recording', {
  recorded: '{medium, select, audio {A sound recording} other {A video recording}}',
});
