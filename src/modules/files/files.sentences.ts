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
    noUpload:
      'There is no such upload: it was never begun, it was given up, its time is over, or it is not yours. Begin a new one.',
    otherTus: 'This server speaks tus 1.0.0. Send the header Tus-Resumable: 1.0.0.',
    otherOffset:
      'The upload does not end where this piece begins, or another request is sending this part of it. Ask for its Upload-Offset with HEAD, and send what follows.',
    notPiece: 'Send the bytes of the file with the Content-Type application/offset+octet-stream.',
    overrun: 'More arrived than the {bytes, number} bytes that Upload-Length had announced.',
    tooManyPieces:
      'The upload came in more than {most, number} pieces. Begin a new one, and send larger pieces.',
    tooManyUploads:
      'You have begun {most, number} uploads that are not complete. Complete some, or remove them with DELETE.',
    otherChecksum: 'What arrived has another checksum than Upload-Checksum says. Send these bytes again.',
    finishing: 'The upload is complete, and a file is being made of it. Ask again in a moment.',
    lengthNeeded:
      'Upload-Length must say how many bytes the file has, as a whole number from 1. A length that is told later is not taken.',
    offsetNeeded: 'Upload-Offset must say at which byte this piece begins, as a whole number from 0.',
    malformedMetadata:
      'Upload-Metadata must have a name and a value in Base64 for each entry, such as: filename cGljdHVyZS5wbmc=,purpose YWN0aXZpdHk=. Values are UTF-8, no name comes twice, and all of it has at most {most, number} characters.',
    unknownMetadata: 'Upload-Metadata must have no entry {name}; it may have: {known}',
    malformedChecksum: 'Upload-Checksum must be one of {algorithms}, a blank, and the checksum in Base64.',
    storageFull:
      'There is no room left for files, and nothing was kept. The people who run this server must make room.',
    infected: 'The virus scanner found {found} in the file. It was not kept.',
    scannerAway:
      'Files are scanned for viruses before they are kept, and the scanner cannot be reached at the moment. Try again shortly.',
    storageAway: 'The storage of files cannot be reached at the moment. Try again shortly.',
    noSuchRange: 'The file has {bytes, number} bytes, and the range begins beyond its end.',
    linkInvalid: 'This link was not made by this server, or it was changed.',
    linkExpired: 'This link has expired. Read the file again to get a new one.',
  },
  { de: german },
);
