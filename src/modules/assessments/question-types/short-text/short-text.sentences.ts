import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('shortText', {
  takesAnyText: '{field} must have more than stars, since every answer would be right',
});
