import { catalog } from '../../shared/sentences/sentence';

export const sentences = catalog('rostering', {
  wouldEndTooMany:
    'The import would end more than {share} % of the active records in {places, plural, one {one place} other {# places}}. Check the figures, and confirm the import if they are intended.',
  emptyFiles:
    '{count, plural, one {A complete file has} other {Some complete files have}} no rows, as if the school had no such records any more: {files}. Check {count, plural, one {it} other {them}}, and confirm the import if this is intended.',
});
