import { isVisible, lengthOf } from '../../shared/text/text-rules';
import { ENDINGS, type MediaType } from './media-types';

/** In code points. */
const LONGEST_NAME = 200;
const LONGEST_ENDING = 10;

/** Control characters, what breaks lines, and what turns the direction of writing, which can hide the ending of a name. */
const NO_PART_OF_A_NAME = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * The name that a file is kept under, for people: never empty, without folders, without characters that a person does not see, at
 * most 200 characters, and with an ending of its type, so that no program takes it for something else. Names are mended rather
 * than refused, because people seldom choose them.
 */
export function keptName(sent: string, mediaType: MediaType): string {
  const name = sent.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = name.replace(NO_PART_OF_A_NAME, '').replace(/\s+/gu, ' ').trim();
  const { stem, ending } = parts(/^\.*$/.test(plain) || !isVisible(plain) ? 'file' : plain);
  const [usual, ...others] = ENDINGS[mediaType];
  const isOfType = [usual, ...others].some((known) => known === ending.toLowerCase());
  const kept = isOfType
    ? { stem, ending }
    : { stem: ending === '' ? stem : `${stem}.${ending}`, ending: usual };
  const room = LONGEST_NAME - lengthOf(kept.ending) - 1;
  return `${Array.from(kept.stem).slice(0, room).join('').trimEnd()}.${kept.ending}`;
}

function parts(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf('.');
  const ending = name.slice(dot + 1);
  const hasEnding = dot > 0 && ending !== '' && ending.length <= LONGEST_ENDING;
  return hasEnding ? { stem: name.slice(0, dot), ending } : { stem: name, ending: '' };
}
