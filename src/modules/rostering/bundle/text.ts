import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { BundleError, fault } from './bundle-error';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * Passes the bytes of a text file on without its UTF-8 byte order mark.
 *
 * OneRoster CSV is UTF-8; readers are to put up with the mark, which Excel always writes.
 *
 * @throws BundleError if the file starts with the mark of UTF-16.
 */
export async function* withoutByteOrderMark(
  chunks: AsyncIterable<Buffer>,
  file: string,
): AsyncGenerator<Buffer, void, undefined> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < UTF8_MARK.length) continue;
    yield stripped(head, file);
    head = null;
  }
  if (head !== null) yield stripped(head, file);
}

function stripped(head: Buffer, file: string): Buffer {
  if (UTF16_MARKS.some((mark) => head.subarray(0, mark.length).equals(mark))) {
    const message = `${file} is encoded in UTF-16; it must be UTF-8.`;
    throw new BundleError([fault('invalid_encoding', message, { file, line: 1 })]);
  }
  return head.subarray(0, UTF8_MARK.length).equals(UTF8_MARK) ? head.subarray(UTF8_MARK.length) : head;
}

/**
 * Reads a text file to its end without looking at what it says.
 *
 * @returns the number of its lines, empty ones included.
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

/** The bytes of a character at the end of a chunk whose other bytes may come with the next; never a line feed. */
function unfinishedEnd(chunk: Buffer): Buffer {
  const start = chunk.subarray(-3).findLastIndex((byte) => byte >= 0xc0);
  return start === -1 ? Buffer.alloc(0) : chunk.subarray(-3).subarray(start);
}

/**
 * Decodes a chunk for its faults alone; without one, the end of the text.
 *
 * @throws BundleError that names the line, where the bytes so far are not UTF-8.
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
    const message = `${file} is not encoded in UTF-8: line ${line} holds other bytes.`;
    throw new BundleError([fault('invalid_encoding', message, { file, line })], { cause: error });
  }
}

/** Index of the first line, from 0, of a text that is not valid UTF-8 as a whole. */
export function firstInvalidLine(text: Buffer): number {
  let start = 0;
  for (let index = 0; ; index++) {
    const end = text.indexOf(LINE_FEED, start);
    // A line feed is never part of a longer UTF-8 sequence, so lines can be judged one by one.
    if (end === -1 || !isUtf8(text.subarray(start, end))) return index;
    start = end + 1;
  }
}

/** Follows the physical line number through a text that is read record by record. */
export class LineCounter {
  /** Line of the next byte to pass, from 1. */
  line = 1;

  /** Passes the empty lines at `from` and gives the index behind them. */
  passEmptyLines(text: Buffer, from: number): number {
    let index = from;
    for (; text[index] === LINE_FEED || text[index] === CARRIAGE_RETURN; index++) {
      if (text[index] === LINE_FEED) this.line++;
    }
    return index;
  }

  /** Passes all bytes from `from` up to, not including, `to`, and gives the number of line feeds among them. */
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
