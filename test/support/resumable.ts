import { createHash, randomBytes } from 'node:crypto';
import { png } from '../../src/demo/content/picture';
import { expectStatus } from './course-room';
import { picture } from './files-room';
import type { Answer, Caller } from './test-app';

export const MEGABYTE = 1024 * 1024;
/** Of an application that takes files of 4 MB, and 6 MB of each person. */
export const SMALL_LIMITS = {
  ...{ FILE_LIMIT_MEGABYTES: '4', FILES_PER_PERSON_MEGABYTES: '6', BODY_LIMIT_KILOBYTES: '1' },
  FILES_GRACE_HOURS: '2',
};
/** A part of an upload. */
export const HALF = 32 * 1024;

export const TUS = { 'tus-resumable': '1.0.0' };
export const PIECE = { ...TUS, 'content-type': 'application/offset+octet-stream' };

/** The header `Upload-Metadata`. */
export function metadata(entries: Record<string, string>): string {
  return Object.entries(entries)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`.trim())
    .join(',');
}

/** Asks to begin an upload of so many bytes. */
export function beginning(
  caller: Caller,
  bytes: number,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<Answer> {
  return caller.post('/v1/file-uploads', body, {
    ...(body ? PIECE : TUS),
    'upload-length': String(bytes),
    'upload-metadata': metadata({ purpose: 'activity', filename: 'film.png' }),
    ...headers,
  });
}

/** Begins an upload and returns its address. */
export async function begun(
  caller: Caller,
  bytes: number,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await beginning(caller, bytes, headers);
  expectStatus(answer, 201);
  return String(answer.headers['location']);
}

export function sendPiece(
  caller: Caller,
  url: string,
  offset: number,
  bytes: Buffer,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return caller.patch(url, bytes, { ...PIECE, 'upload-offset': String(offset), ...headers });
}

export function progress(caller: Caller, url: string): Promise<Answer> {
  return caller.send('HEAD', url, undefined, TUS);
}

/** How many bytes of the upload are there. */
export async function offsetOf(caller: Caller, url: string): Promise<number> {
  const answer = await progress(caller, url);
  expect(answer.status).toBe(200);
  return Number(answer.headers['upload-offset']);
}

/** A picture of exactly so many bytes, which is the same for the same seed alone. */
export function seededPicture(seed: string, bytes: number): Buffer {
  const head = png(8, 8, () => [0, 0, 0]);
  const rest = createHash('shake256', { outputLength: bytes - head.length });
  return Buffer.concat([head, rest.update(seed).digest()]);
}

/** A picture of exactly so many bytes, which nobody has made before. */
export function largePicture(bytes: number): Buffer {
  const head = picture();
  return Buffer.concat([head, randomBytes(bytes - head.length)]);
}
