import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('fileQuestion', {
  filesReversed: '{field} must not be less than minFiles, which is {least}',
  typeTwice: '{field} is there already: {type}',
  templateTwice: '{field} is there already: {id}',
  sendFiles: '{field} must be a list of ids of files',
  tooManyFiles: '{field} must not have more than {most, plural, one {1 file} other {# files}}',
  fileTwice: '{field} is there already',
  tooFewFiles:
    'The answer has {count, plural, one {1 file} other {# files}}, and at least {least} are asked for. It is saved.',
  files: '{count, plural, one {1 file} other {# files}}',
});
