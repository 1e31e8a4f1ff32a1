import type { QuestionFormat } from '../question-format';
import { ITEMS, packedPath } from './qti-files';
import { unpackedItems, writtenManifest } from './qti-manifest';
import { readQtiItem } from './qti-reader';
import { writeQtiItem } from './qti-writer';

export const qti: QuestionFormat = {
  name: 'qti',
  mediaType: 'application/zip',
  extension: 'zip',
  comment: (text) => `${text.replace(/\s+/g, ' ')}\n`,
  read: readQtiItem,
  write: writeQtiItem,
  packing: {
    unpack: unpackedItems,
    itemPath: (identifier) => `${ITEMS}${identifier}.xml`,
    filePath: packedPath,
    manifest: { path: 'imsmanifest.xml', write: writtenManifest },
    notesPath: 'notes.txt',
  },
};
