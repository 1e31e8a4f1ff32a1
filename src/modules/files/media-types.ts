import { fileTypeFromBuffer } from 'file-type';

/** The types of content that Stoa knows, with the endings that their names may have; the first is given to those without. */
export const ENDINGS = {
  'image/png': ['png'],
  'image/apng': ['png', 'apng'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
  'video/mp4': ['mp4', 'm4v'],
  'video/webm': ['webm'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/wav': ['wav'],
  'audio/flac': ['flac'],
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'application/vnd.oasis.opendocument.presentation': ['odp'],
  'text/vtt': ['vtt'],
  'text/plain': ['txt', 'csv', 'md', 'tex', 'py', 'r', 'sql', 'java', 'c', 'cpp', 'h'],
} as const satisfies Record<string, readonly string[]>;

export type MediaType = keyof typeof ENDINGS;

/** Of office programs, without macros. */
export const DOCUMENT_TYPES = [
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
] as const satisfies MediaType[];

export const MEDIA_TYPES = Object.keys(ENDINGS) as MediaType[];

/** The type that names with this ending say, in small letters; undefined for one that is not known. */
export function mediaTypeOfEnding(ending: string): MediaType | undefined {
  return MEDIA_TYPES.find((type) => (ENDINGS[type] as readonly string[]).includes(ending));
}

/** How much of a file says what it is: a recording may begin with a picture. */
export const TELLING_BYTES = 1024 * 1024;

const OTHER_NAMES: Record<string, MediaType> = { 'audio/x-m4a': 'audio/mp4', 'video/x-m4v': 'video/mp4' };

/**
 * What the content is, by its first TELLING_BYTES and never by its name. Undefined for all that Stoa does not know, which HTML,
 * SVG and programs are among.
 */
export async function mediaTypeOf(head: Buffer): Promise<MediaType | undefined> {
  const [found = ''] = ((await fileTypeFromBuffer(head))?.mime ?? '').split(';');
  if (found === '') return isPlainText(head) ? 'text/plain' : undefined;
  if (found === 'text/vtt' && !isText(head)) return undefined;
  return found in ENDINGS ? (found as MediaType) : OTHER_NAMES[found];
}

/** What begins like a page or a drawing is none, so that no program is tempted to show it as one. */
function isPlainText(head: Buffer): boolean {
  return (
    head.length > 0 &&
    isText(head) &&
    !/^\ufeff?\s*<|[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]/u.test(head.toString())
  );
}

/** Whether it is UTF-8 without NUL. A character may be cut off where the head ends. */
function isText(head: Buffer): boolean {
  const isCut = head.length >= TELLING_BYTES;
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: isCut }).includes('\0');
  } catch {
    return false;
  }
}
