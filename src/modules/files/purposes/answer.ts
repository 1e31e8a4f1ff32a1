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
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ...([
      'application/vnd.oasis.opendocument.text',
      'application/vnd.oasis.opendocument.spreadsheet',
      'application/vnd.oasis.opendocument.presentation',
    ] as const),
    'text/plain',
  ],
  isPersonal: true,
});
