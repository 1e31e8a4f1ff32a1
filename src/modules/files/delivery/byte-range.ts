import { entityTags } from '../../../shared/http/etag';
import type { ByteRange } from '../storage/file-storage';

const ONE_RANGE = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i;

/**
 * The part of a content of `size` bytes that a `Range` asks for (RFC 9110, section 14). `all` where it asks for several ranges or
 * cannot be read, which a server may ignore; `none` where it begins beyond the end.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'all' | 'none' {
  const [, first, last] = ONE_RANGE.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'all';
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'none' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return 'all';
  return start >= size ? 'none' : { start, end };
}

/** Whether `If-Range` still holds, so that a part may be sent: compared strongly, and no date is known. */
export function holdsRange(ifRange: string | undefined, etag: string): boolean {
  if (ifRange === undefined) return true;
  const tags = entityTags(ifRange);
  return tags !== '*' && tags?.length === 1 && !tags[0]!.isWeak && `"${tags[0]!.opaque}"` === etag;
}
