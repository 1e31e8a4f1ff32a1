import type { Sentence } from '../sentences/sentence';
import { sentences } from './text.sentences';

/**
 * What a text may consist of:
 *
 * - `line`: a name or a title. No line breaks or other control characters, and at least one visible character.
 * - `lines`: written by people, in several lines. Line breaks and tabs are its only control characters.
 * - `secret`: a password or a token, compared and never shown. Any characters.
 *
 * No kind takes half a character (an unpaired surrogate): UTF-8 cannot hold one, so it would change on its way.
 */
export type TextKind = 'line' | 'lines' | 'secret';

/** Control characters, and the two that Unicode has for breaking lines. */
const NO_PART_OF_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const NO_PART_OF_LINES = /(?![\t\n\r])\p{Cc}/u;

/**
 * Something that can be seen: neither white space nor a character that programs draw as nothing. Unicode lists those
 * as `Default_Ignorable_Code_Point` (joiners, variation selectors, bidi controls, Hangul fillers), except for the last
 * ones here: the blank Braille pattern, the annotation marks with the object's placeholder, and the null note head.
 */
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\ufff9-\ufffc\u{1d159}]/u;

/** How long a text is, in code points, as the store counts it: an emoji outside the basic plane is one. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** What is wrong with the characters of a text in `field`; undefined when nothing is. */
export function characterFault(text: string, kind: TextKind, field: string): Sentence | undefined {
  if (!text.isWellFormed()) return sentences.halfCharacter({ field });
  if (kind === 'secret') return undefined;
  const found = (kind === 'line' ? NO_PART_OF_A_LINE : NO_PART_OF_LINES).exec(text);
  if (!found) return undefined;
  const name = `U+${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const place = lengthOf(text.slice(0, found.index)) + 1;
  return kind === 'line'
    ? sentences.oneLine({ field, place, name })
    : sentences.noControlCharacters({ field, place, name });
}
