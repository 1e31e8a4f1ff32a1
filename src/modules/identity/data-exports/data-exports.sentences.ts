import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('data_exports', {
  notFound: 'There is no such export.',
  notReady: 'The export has not ended, or it failed. Its operation says which.',
  gone: 'The file is gone: it is kept for 7 days, until a newer one is made, or until the person is erased. Ask for it again.',
  writing: 'Writing {table}',
  writingFiles: 'Writing files',
  title: 'What this school holds about {name}',
  madeAt: 'Made on {instant}. Times are in UTC, as RFC 3339 has them; days are without a time.',
  folders:
    'Each folder is a category, and each file in it one table. "about" says what the rows are, "keptFor" for how long they are kept, and "rows" has them.',
  withheld:
    '"withheld" names fields of a row that are not shown yet, because the marks of the quiz are not posted or its rules hide them. Ask again when they are.',
  others:
    'Passwords, codes and tokens are in no export. What you did as staff is about others, so it is only counted. Notes of staff about you are in it.',
  rows: '{file}: {count, plural, one {1 row} other {# rows}}. {holds} Kept: {keptFor}',
  hidden: 'Left out: {columns}. {because}',
  counted: '{table}: {count, plural, one {1 row} other {# rows}}, not shown. {holds} Kept: {keptFor}',
  files: 'files/: {count, plural, one {1 file} other {# files}} that rows name by "fileId" or "id".',
  missing: '{count, plural, one {1 file is} other {# files are}} gone since, and not in this archive.',
});
