import { filePurpose } from './purpose';

/**
 * What is shown within a question. Documents are opened beside it, so they belong to activities. All of a class may ask for it in the same
 * minute, so it is smaller than what activities show.
 */
export const question = filePurpose({
  name: 'question',
  permission: 'files.upload_for_courses',
  types: [
    ...(['image/png', 'image/apng', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'] as const),
    ...(['video/mp4', 'video/webm', 'text/vtt'] as const),
    ...(['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav', 'audio/flac'] as const),
  ],
  mostMegabytes: 25,
});
