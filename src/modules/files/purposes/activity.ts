import { DOCUMENT_TYPES } from '../media-types';
import { filePurpose } from './purpose';

/** What the text of an activity shows or links to. */
export const activity = filePurpose({
  name: 'activity',
  permission: 'files.upload_for_courses',
  types: [
    ...(['image/png', 'image/apng', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'] as const),
    ...(['video/mp4', 'video/webm', 'text/vtt'] as const),
    ...(['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav', 'audio/flac'] as const),
    'application/pdf',
    ...DOCUMENT_TYPES,
  ],
});
