import type { QuestionFormat } from '../question-format';
import { unpackedItems, writtenManifest } from './qti-manifest';
import { readQtiItem } from './qti-reader';
import { QTI_CANNOT_HOLD } from './qti-types';
import { writeQtiItem } from './qti-writer';

export const qti: QuestionFormat = {
  name: 'qti',
  mediaType: 'application/zip',
  extension: 'zip',
  comment: (text) => `${text.replace(/\s+/g, ' ')}\n`,
  cannotHold: QTI_CANNOT_HOLD,
  read: readQtiItem,
  write: writeQtiItem,
  packing: {
    unpack: unpackedItems,
    itemPath: (identifier) => `items/${identifier}.xml`,
    manifest: { path: 'imsmanifest.xml', write: writtenManifest },
    notesPath: 'notes.txt',
  },
};
