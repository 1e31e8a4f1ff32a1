import { UploadHeaderError } from '../../files.errors';
import { sentences } from '../../files.sentences';

/** The version of the protocol (https://tus.io/protocols/resumable-upload). */
export const TUS_VERSION = '1.0.0';
export const TUS_EXTENSIONS = 'creation,creation-with-upload,expiration,checksum,termination';
export const CHECKSUM_ALGORITHMS = ['sha1', 'sha256'] as const;

/** The content type of a piece. */
export const PIECE_TYPE = 'application/offset+octet-stream';

/** In characters. */
export const LONGEST_METADATA = 4000;

const WHOLE_NUMBER = /^\d{1,15}$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** A name without blanks and commas, and after a blank its value. */
const ENTRY = /^([\x21-\x2b\x2d-\x7e]+)(?: ([A-Za-z0-9+/=]*))?$/;

type Header = string | string[] | undefined;

/** What a piece must have as its checksum. */
export interface Checksum {
  algorithm: (typeof CHECKSUM_ALGORITHMS)[number];
  digest: Buffer;
}

/** `Upload-Length`, in bytes, at least 1. Throws UploadHeaderError. */
export function lengthFrom(header: Header): number {
  const length = wholeNumber(header);
  if (length === undefined || length === 0)
    throw new UploadHeaderError('Upload-Length', sentences.lengthNeeded());
  return length;
}

/** `Upload-Offset`, in bytes. Throws UploadHeaderError. */
export function offsetFrom(header: Header): number {
  const offset = wholeNumber(header);
  if (offset === undefined) throw new UploadHeaderError('Upload-Offset', sentences.offsetNeeded());
  return offset;
}

/** `Upload-Metadata`: what is said of the file, by name. Throws UploadHeaderError. */
export function metadataFrom(header: Header): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  const malformed = new UploadHeaderError(
    'Upload-Metadata',
    sentences.malformedMetadata({ most: LONGEST_METADATA }),
  );
  if (header === undefined || header === '') return entries;
  if (typeof header !== 'string' || header.length > LONGEST_METADATA) throw malformed;
  for (const entry of header.split(',')) {
    const [, name, value = ''] = ENTRY.exec(entry.trim()) ?? [];
    const text = textOf(value);
    if (name === undefined || text === undefined || entries.has(name)) throw malformed;
    entries.set(name, text);
  }
  return entries;
}

/** `Upload-Checksum`. Undefined where there is none. Throws UploadHeaderError. */
export function checksumFrom(header: Header): Checksum | undefined {
  if (header === undefined) return undefined;
  const [name, value = '', ...rest] = typeof header === 'string' ? header.split(' ') : [];
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name);
  if (algorithm === undefined || rest.length > 0 || value === '' || !BASE64.test(value))
    throw new UploadHeaderError(
      'Upload-Checksum',
      sentences.malformedChecksum({ algorithms: CHECKSUM_ALGORITHMS.join(', ') }),
    );
  return { algorithm, digest: Buffer.from(value, 'base64') };
}

function wholeNumber(header: Header): number | undefined {
  return typeof header === 'string' && WHOLE_NUMBER.test(header) ? Number(header) : undefined;
}

function textOf(base64: string): string | undefined {
  if (!BASE64.test(base64)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}
