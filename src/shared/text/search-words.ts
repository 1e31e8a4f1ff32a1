import { searchForm } from './search-form';

/** In bytes of UTF-8. What is longer is searched in its beginning only. */
const LONGEST_SEARCH_TEXT = 2000;
/** Of a search; more only make the answer smaller. */
const MOST_WORDS = 10;

/**
 * What of a row is searched, in the form of `searchForm`: its words, each once and with a space before and after it. Empty for
 * texts without a word.
 */
export function searchTextOf(texts: readonly (string | null)[]): string {
  const words = new Set(texts.flatMap((text) => (text === null ? [] : wordsOf(text))));
  let text = '';
  for (const word of words) {
    if (Buffer.byteLength(text) + Buffer.byteLength(word) + 2 > LONGEST_SEARCH_TEXT) break;
    text += ` ${word}`;
  }
  return text === '' ? '' : `${text} `;
}

/**
 * The trigrams by which a search text is found: of each word, those inside it, and the one of its beginning, which is a
 * space with its first two letters.
 */
export function trigramsOf(searchText: string): string[] {
  const words = searchText.split(' ').filter((word) => word !== '');
  return [...new Set(words.flatMap((word) => trigramsIn(` ${word}`)))];
}

/** What a search asks of a search text. */
export interface SearchTerms {
  /** All of them must be in it. */
  parts: string[];
  /** It has all of these trigrams; none if only single letters are searched for. */
  trigrams: string[];
}

/**
 * Each word of a search must be in the text: one of three letters or more anywhere inside a word, a shorter one at the
 * beginning of a word. Without any word (`%`), there is nothing to find: undefined.
 */
export function searchTermsOf(search: string): SearchTerms | undefined {
  const words = [...new Set(wordsOf(search))].slice(0, MOST_WORDS);
  if (words.length === 0) return undefined;
  const parts = words.map((word) => ([...word].length < 3 ? ` ${word}` : word));
  return { parts, trigrams: [...new Set(parts.flatMap(trigramsIn))] };
}

/** Letters, digits and apostrophes within a word. All else parts words: `mara.lind@x` has three. */
function wordsOf(text: string): string[] {
  return searchForm(text)
    .split(/[^\p{L}\p{M}\p{N}']+/u)
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '');
}

function trigramsIn(text: string): string[] {
  const letters = [...text];
  return letters.slice(2).map((letter, index) => `${letters[index]}${letters[index + 1]}${letter}`);
}
