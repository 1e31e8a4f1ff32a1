import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** How the characters of a file are written. */
export const TEXT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

export interface DecodedText {
  /** Line breaks are `\n`; no byte order mark. */
  text: string;
  encoding: TextEncoding;
  /** The encoding was not declared, not marked, and is not UTF-8: it is what the bytes look like. */
  isGuess: boolean;
}

/** Why bytes are no text. */
export type DecodeFault = 'not_text' | 'not_in_encoding';

const MARKS: readonly [TextEncoding, Buffer][] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
];

/** So many bytes show how a file is written. */
const SAMPLE = 4096;

/** Control characters, but tabs and what ends lines and pages. No text has one; pictures and archives have many. */
const NO_TEXT = /(?![\t\n\r\f])[\p{Cc}]/u;

/**
 * Bytes as text. A mark at the beginning decides, then what was declared, then whether the bytes are UTF-8; of others, those with
 * many zeros are UTF-16, and the rest is windows-1252, in which each byte is some character.
 */
export function decodeText(bytes: Buffer, declared?: TextEncoding): DecodedText | { fault: DecodeFault } {
  const mark = MARKS.find(([, sign]) => bytes.subarray(0, sign.length).equals(sign));
  const encoding = mark?.[0] ?? declared ?? encodingOf(bytes);
  const isGuess = !mark && declared === undefined && encoding !== 'utf-8';
  let text: string;
  try {
    // Takes the mark away.
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return { fault: isGuess ? 'not_text' : 'not_in_encoding' };
  }
  if (NO_TEXT.test(text)) return { fault: 'not_text' };
  return { text: text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, encoding, isGuess };
}

/**
 * As what a file is to be read of which only the first bytes are known: by its mark, or else as what it looks like. Of a file in UTF-8 they
 * may end inside a character.
 */
export function encodingOfStart(bytes: Buffer): TextEncoding {
  const mark = MARKS.find(([, sign]) => bytes.subarray(0, sign.length).equals(sign));
  if (mark) return mark[0];
  const cut = bytes.length < 4 ? bytes : bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1 || bytes.length);
  return encodingOf(cut);
}

function encodingOf(bytes: Buffer): TextEncoding {
  if (isUtf8(bytes) && !bytes.subarray(0, SAMPLE).includes(0)) return 'utf-8';
  const sample = bytes.subarray(0, SAMPLE);
  // Letters of most languages have a zero in UTF-16: the second byte if the first one is the lower.
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = sample.length / 8;
  if (odd > many && even < odd / 4) return 'utf-16le';
  return even > many && odd < even / 4 ? 'utf-16be' : 'windows-1252';
}
