import { catalog } from '../../shared/sentences/sentence';
import { german } from './files.sentences.de';

/** What is said about files. */
export const sentences = catalog(
  'files',
  {
    noFile: 'There is no such file, or it is not open to you.',
    tooLarge: 'The file is larger than {megabytes, number} MB, which is the limit for one file.',
    yoursFull:
      'With this file, what you uploaded would be larger than {megabytes, number} MB, which is the limit for one person. Take files of yours out of use, or ask an administrator for a larger limit.',
    courseFull:
      'With these files, the course would hold more than {megabytes, number} MB, which is the limit for one course.',
    wrongType:
      'The content of the file is not of a type that may be used for this. It may be: {types}. The name of the file does not count.',
    tooManyPixels:
      'The picture has more than {megapixels, number} million pixels, which is the limit. Make it smaller, then upload it again.',
    noVariant:
      'No smaller picture can be made of this file: it is not a picture, it is damaged, or it takes too long. Read the file itself, without a width.',
    mustBeWidth: '{field} must be one of: {widths}',
    empty: 'file must not be empty',
    fileNeeded: 'file must be the file to upload',
    notMultipart: 'Send the file as multipart/form-data, in the field file.',
    mustBePurpose: 'purpose must be one of: {purposes}',
    notUsable: '{field} names the file {id}, which does not exist or is not open to you',
    cutOff: 'The upload took too long and was given up. Send the file again.',
    storageFull:
      'There is no room left for files, and nothing was kept. The people who run this server must make room.',
    storageAway: 'The storage of files cannot be reached at the moment. Try again shortly.',
    noSuchRange: 'The file has {bytes, number} bytes, and the range begins beyond its end.',
    linkInvalid: 'This link was not made by this server, or it was changed.',
    linkExpired: 'This link has expired. Read the file again to get a new one.',
  },
  { de: german },
);
