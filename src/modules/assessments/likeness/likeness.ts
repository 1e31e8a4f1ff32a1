import { createHash } from 'node:crypto';
import { searchForm } from '../../../shared/text/search-form';

const { imul } = Math;

/** In bytes. What is behind is not compared. */
export const LONGEST_FORM = 2000;
/** From here on, in ten thousandths, two prompts are nearly equal. */
export const LEAST_SIMILARITY = 7500;
const WHOLE = 10_000;

/** How many bands a signature has, and how many numbers a band. */
export const BANDS = 16;
const ROWS = 4;

/** Marks of Markdown that change how a text looks, and not what it says. */
const MARKS = /[*_`~#>|]+/gu;

/** How prompts are compared: letter case, accents, kinds of spaces and marks, and the emphasis of Markdown do not count. */
export function likenessForm(prompt: string): string {
  const form = searchForm(prompt.replace(MARKS, ' '));
  const bytes = Buffer.from(form);
  if (bytes.length <= LONGEST_FORM) return form;
  // Half a character at the end is left out.
  return new TextDecoder().decode(bytes.subarray(0, LONGEST_FORM), { stream: true }).trimEnd();
}

/** The pieces of three characters that a form has, with a space before it and behind it; none of an empty one. */
export function shinglesOf(form: string): Set<string> {
  if (form === '') return new Set();
  const characters = [...` ${form} `];
  return new Set(characters.slice(2).map((last, at) => `${characters[at]}${characters[at + 1]}${last}`));
}

/**
 * How much of two sets is in both, in ten thousandths, rounded down: |A ∩ B| / |A ∪ B|, which is 1 for two equal sets and 0 for two
 * without anything in common. The resemblance of A. Z. Broder, "On the resemblance and containment of documents" (1997), which
 * Jaccard (1901) had for plants.
 */
export function similarityOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let both = 0;
  for (const shingle of one) if (other.has(shingle)) both += 1;
  return Math.floor((both * WHOLE) / (one.size + other.size - both));
}

/**
 * The bands of the signature of a set. Two sets of similarity s share a number of their signatures with probability s (min-wise
 * hashing, Broder, as above), and so at least one band with 1 − (1 − s⁴)¹⁶: 0.998 at 0.75, and 0.34 at 0.4 (J. Leskovec,
 * A. Rajaraman, J. Ullman, "Mining of Massive Datasets", section 3.4). Whoever shares a band is compared in full.
 */
export function bandsOf(shingles: ReadonlySet<string>): Buffer[] {
  if (shingles.size === 0) return [];
  const signature = new Uint32Array(BANDS * ROWS).fill(0xffffffff);
  for (const shingle of shingles) {
    const hash = hashOf(shingle);
    for (let at = 0; at < signature.length; at += 1) {
      const mixed = mix(hash ^ imul(at + 1, 0x9e3779b1));
      if (mixed < (signature[at] as number)) signature[at] = mixed;
    }
  }
  return Array.from({ length: BANDS }, (_, band) => {
    const numbers = Buffer.alloc(4 * (ROWS + 1));
    numbers.writeUInt32LE(band);
    for (let row = 0; row < ROWS; row += 1)
      numbers.writeUInt32LE(signature[band * ROWS + row] as number, 4 * (row + 1));
    return createHash('sha256').update(numbers).digest().subarray(0, 8);
  });
}

/** FNV-1a of 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** The finalizer of MurmurHash3 (Austin Appleby, public domain). */
function mix(hash: number): number {
  let mixed = hash;
  mixed = imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
