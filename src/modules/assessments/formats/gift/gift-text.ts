import type { TextFormat } from '../texts';

/** What a backslash before it makes an ordinary character (`\n`: a line break); others keep their backslash. */
const ESCAPABLE = '~=#{}:\\n';

const FORMAT = /^\[(html|markdown|plain|moodle)\]/;

const ESCAPES = 1;
const IS_ESCAPED = 2;

/** A part of a GIFT block. Escaped characters are not found as signs. Positions are those of the whole block. */
export class GiftText {
  private constructor(
    private readonly raw: string,
    private readonly marks: Uint8Array,
    readonly start: number,
    readonly end: number,
  ) {}

  static of(raw: string): GiftText {
    const marks = new Uint8Array(raw.length);
    for (let at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', at + 1)) {
      const escaped = raw[at + 1];
      if (escaped === undefined || !ESCAPABLE.includes(escaped)) continue;
      marks[at] = ESCAPES;
      marks[at + 1] = IS_ESCAPED;
      at += 1;
    }
    return new GiftText(raw, marks, 0, raw.length);
  }

  get isEmpty(): boolean {
    return this.trimmed().length === 0;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** The position of a sign from `from` on; -1 where there is none. */
  indexOf(sign: string, from = this.start): number {
    for (let at = this.raw.indexOf(sign, from); at >= 0 && at + sign.length <= this.end;) {
      if (this.marks[at] === 0) return at;
      at = this.raw.indexOf(sign, at + 1);
    }
    return -1;
  }

  startsWith(sign: string): boolean {
    return (
      this.raw.startsWith(sign, this.start) && this.length >= sign.length && this.marks[this.start] === 0
    );
  }

  slice(start: number, end = this.end): GiftText {
    return new GiftText(this.raw, this.marks, start, end);
  }

  trimmed(): GiftText {
    let { start, end } = this;
    while (start < end && isBlank(this.raw[start])) start += 1;
    while (end > start && isBlank(this.raw[end - 1])) end -= 1;
    return this.slice(start, end);
  }

  /** The parts that begin with one of the signs, and what stands before the first, under the sign ''. */
  parts(signs: string): { sign: string; text: GiftText }[] {
    const parts: { sign: string; text: GiftText }[] = [];
    let [sign, from] = ['', this.start];
    for (let at = this.start; at < this.end; at += 1) {
      const found = this.raw[at] ?? '';
      if (this.marks[at] !== 0 || !signs.includes(found)) continue;
      parts.push({ sign, text: this.slice(from, at) });
      [sign, from] = [found, at + 1];
    }
    parts.push({ sign, text: this.slice(from) });
    return parts;
  }

  /** Line by line. */
  lines(): GiftText[] {
    return this.parts('\n').map(({ text }) => text);
  }

  /** What stands before the sign, and what behind it; all of it and undefined where there is none. */
  cut(sign: string): [GiftText, GiftText | undefined] {
    const at = this.indexOf(sign);
    return at < 0 ? [this, undefined] : [this.slice(this.start, at), this.slice(at + sign.length)];
  }

  /** As written. */
  get source(): string {
    return this.raw.slice(this.start, this.end);
  }

  /** As meant: without the backslashes that escape. */
  toString(): string {
    let text = '';
    for (let at = this.start; at < this.end; at += 1) {
      const mark = this.marks[at];
      if (mark === ESCAPES && at + 1 < this.end) continue;
      text += mark === IS_ESCAPED && this.raw[at] === 'n' ? '\n' : (this.raw[at] ?? '');
    }
    return text;
  }
}

function isBlank(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character);
}

/** What a text is written in, and the text without saying so. */
export function formatOf(text: GiftText, otherwise: TextFormat): [TextFormat, GiftText] {
  const trimmed = text.trimmed();
  const found = FORMAT.exec(trimmed.source);
  if (!found) return [otherwise, trimmed];
  return [found[1] as TextFormat, trimmed.slice(trimmed.start + found[0].length).trimmed()];
}

/** A text so that reading it gives the text again. */
export function escapeGift(text: string): string {
  return text.replace(/[~=#{}:\\]/g, '\\$&').replaceAll('\n', '\\n');
}
