import { DOCUMENT_TYPES } from '../media-types';
import { filePurpose } from './purpose';

/** What learners hand in. A question says which of these types it takes. */
export const answer = filePurpose({
  name: 'answer',
  permission: 'files.upload',
  types: [
    ...(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'] as const),
    ...(['video/mp4', 'video/webm'] as const),
    ...(['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav', 'audio/flac'] as const),
    'application/pdf',
    ...DOCUMENT_TYPES,
    'text/plain',
  ],
  isPersonal: true,
});

/** What a file that learners hand in may be. */
export const ANSWER_TYPES = answer.types;
