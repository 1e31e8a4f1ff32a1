import type { Language } from '../sentences/sentence';

// Characters that XML 1.0 does not allow, and invisible marks that change the direction of the text around them.
const UNFIT =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** East Asian characters and emoji take about twice the room of Latin letters. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** User-given text on one line, without characters that would break an SVG file. Not escaped for XML. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(UNFIT, '').replace(/\s+/g, ' ').trim();
}

/** Plain text of at most `columns` columns; what is longer ends in `…`. Never splits a grapheme. */
export function shortened(text: string, columns: number): string {
  const plain = plainText(text);
  let used = 0;
  let fitting = '';
  // The longest prefix that leaves room for the ellipsis; needed only if the rest does not fit either.
  let withEllipsis = '';
  for (const { segment } of graphemes.segment(plain)) {
    used += WIDE.test(segment) ? 2 : 1;
    if (used > columns) return `${withEllipsis.trimEnd()}…`;
    fitting += segment;
    if (used <= columns - 1) withEllipsis = fitting;
  }
  return fitting;
}

/**
 * Plain text in lines of at most `columns` columns, broken between words; a longer word is broken anywhere. The last of the
 * `most` lines ends in `…` if the text goes on.
 */
export function wrapped(text: string, columns: number, most: number): string[] {
  const lines: string[] = [];
  let rest = plainText(text);
  while (rest !== '' && lines.length < most - 1 && shortened(rest, columns) !== rest) {
    const fitting = shortened(rest, columns).slice(0, -1);
    const isWhole = rest[fitting.length] === ' ';
    const space = fitting.lastIndexOf(' ');
    const line = isWhole || space <= 0 ? fitting : fitting.slice(0, space);
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return rest === '' ? lines : [...lines, shortened(rest, columns)];
}

/** Text as the content of an XML element. */
export function escapedXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A whole number with its thousands set apart, as the language does: `12,345`. */
export function grouped(count: number, language: Language): string {
  return count.toLocaleString(language);
}
