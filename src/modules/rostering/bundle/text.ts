import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { sentences } from '../rostering.sentences';
import { BundleError, fault } from './bundle-error';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * Removes the UTF-8 byte order mark from the bytes of a text file. OneRoster CSV is UTF-8, and readers must accept the
 * mark, which Excel always writes.
 *
 * @throws BundleError if the file starts with a UTF-16 byte order mark.
 */
export function withoutByteOrderMark(
  chunks: AsyncIterable<Buffer>,
  file: string,
): AsyncGenerator<Buffer, void, undefined> {
  return withHead(
    chunks,
    (head) => head.length >= UTF8_MARK.length,
    (head) => stripped(head, file),
  );
}

/**
 * The same bytes, but for the first ones, which are collected until there are enough of them, or the file ends, and then
 * go through `pass`.
 */
export async function* withHead(
  chunks: AsyncIterable<Buffer>,
  isEnough: (head: Buffer) => boolean,
  pass: (head: Buffer) => Buffer,
): AsyncGenerator<Buffer, void, undefined> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (!isEnough(head)) continue;
    yield pass(head);
    head = null;
  }
  if (head !== null) yield pass(head);
}

function stripped(head: Buffer, file: string): Buffer {
  if (UTF16_MARKS.some((mark) => head.subarray(0, mark.length).equals(mark))) {
    throw new BundleError([fault('invalid_encoding', sentences.isUtf16({ file }), { file, line: 1 })]);
  }
  return head.subarray(0, UTF8_MARK.length).equals(UTF8_MARK) ? head.subarray(UTF8_MARK.length) : head;
}

/**
 * Reads a text file to its end and checks only its encoding.
 *
 * @returns the number of its lines, including empty ones.
 * @throws BundleError at the first line that is not UTF-8.
 */
export async function countLines(chunks: AsyncIterable<Buffer>, file: string): Promise<number> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lines = new LineCounter();
  let before: Buffer = Buffer.alloc(0);
  let lastByte = LINE_FEED;
  for await (const chunk of withoutByteOrderMark(chunks, file)) {
    const window = Buffer.concat([before, chunk]);
    requireUtf8(decoder, chunk, () => lines.line + firstInvalidLine(window), file);
    lines.pass(chunk, 0, chunk.length);
    before = unfinishedEnd(window);
    lastByte = chunk.at(-1) ?? lastByte;
  }
  requireUtf8(decoder, undefined, () => lines.line, file);
  return lastByte === LINE_FEED ? lines.line - 1 : lines.line;
}

/** The first bytes of a character at the end of a chunk whose other bytes may be in the next chunk; never a line feed. */
function unfinishedEnd(chunk: Buffer): Buffer {
  const start = chunk.subarray(-3).findLastIndex((byte) => byte >= 0xc0);
  return start === -1 ? Buffer.alloc(0) : chunk.subarray(-3).subarray(start);
}

/**
 * Checks the encoding of a chunk, or, without one, that the text does not end within a character.
 *
 * @throws BundleError with the line if the bytes so far are not UTF-8.
 */
export function requireUtf8(
  decoder: TextDecoder,
  chunk: Buffer | undefined,
  lineOf: () => number,
  file: string,
): void {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (error) {
    const line = lineOf();
    const message = sentences.notUtf8({ file, line });
    throw new BundleError([fault('invalid_encoding', message, { file, line })], { cause: error });
  }
}

/** Index, from 0, of the first line that is not valid UTF-8. At least one line is not. */
export function firstInvalidLine(text: Buffer): number {
  let start = 0;
  for (let index = 0; ; index++) {
    const end = text.indexOf(LINE_FEED, start);
    // A line feed is never part of a longer UTF-8 sequence, so each line can be checked by itself.
    if (end === -1 || !isUtf8(text.subarray(start, end))) return index;
    start = end + 1;
  }
}

/** Counts physical lines in a text that is read record by record. */
export class LineCounter {
  /** The line of the next byte, from 1. */
  line = 1;

  /** Counts the empty lines at `from`. Returns the index after them. */
  passEmptyLines(text: Buffer, from: number): number {
    let index = from;
    for (; text[index] === LINE_FEED || text[index] === CARRIAGE_RETURN; index++) {
      if (text[index] === LINE_FEED) this.line++;
    }
    return index;
  }

  /** Counts the line feeds from `from` up to, but not including, `to`. Returns their number. */
  pass(text: Buffer, from: number, to: number): number {
    const before = this.line;
    for (
      let end = text.indexOf(LINE_FEED, from);
      end !== -1 && end < to;
      end = text.indexOf(LINE_FEED, end + 1)
    ) {
      this.line++;
    }
    return this.line - before;
  }
}
