import { catalog } from '../../shared/sentences/sentence';

export const sentences = catalog('rostering', {
  referenceUnknown: '{column} refers to a record that is neither in {file} nor imported earlier.',
  optionalReferenceUnknown:
    '{column} refers to a record that is neither in {file} nor imported earlier. The row is imported without it.',
  ownParent: 'parentSourcedId refers to the row itself. The row is imported without a parent.',
  wrongSeparator:
    'The columns of {file} are separated by the sign {separator}; they must be separated by commas. Save the file as CSV with commas (RFC 4180).',
  wrongLineEnd:
    'The lines of {file} end with a carriage return alone; they must end with CRLF or LF. Save the file with other line ends.',
  columnTwice: '{file}: the column {column} is there twice.',
  columnMissing: '{file}: the column {column} is missing.',
  tooFewFields:
    'The row has {count, plural, one {# field} other {# fields}}, but the header has {columns}, and values that the row needs are missing.',
  tooManyFields: 'The row has {count} fields, but the header has {columns}.',
  severalManifests:
    'The archive has a manifest.csv in more than one folder: {files}. It must contain one bundle.',
  fileElsewhere: '{file} is not in the folder of manifest.csv, so it is not imported.',
  wouldEndTooMany:
    'The import would end more than {share} % of the active records in {places, plural, one {one place} other {# places}}. Check the figures, and confirm the import if they are intended.',
  emptyFiles:
    '{count, plural, one {A complete file has} other {Some complete files have}} no rows, as if the school had no such records any more: {files}. Check {count, plural, one {it} other {them}}, and confirm the import if this is intended.',
});
