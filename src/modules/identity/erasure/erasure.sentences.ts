import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('erasure', {
  otherUsername: '{field} must be the username of the person, since an erasure cannot be undone.',
  counting: 'Counting what would be erased',
  erasing: 'Erasing {table}',
  rowsStay:
    '{rows, plural, one {1 row stays} other {# rows stay}}, under the pseudonym and without what tells who it was. {why}',
});
