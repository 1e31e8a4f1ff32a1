import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('hotspot', {
  takesAll: '{field} must leave something of the picture that is not right',
});
