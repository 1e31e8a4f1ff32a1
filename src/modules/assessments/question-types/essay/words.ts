/** Scripts that are written without spaces between words. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * How many words a text has, as people count them: what stands between white space and has a letter or a digit, so that
 * `well-known` and `don't` are one word and a dash is none. In scripts without spaces, the words that Unicode's rules find (UAX 29).
 */
export function countWords(text: string): number {
  let count = 0;
  for (const part of text.split(/\s+/u)) {
    if (WITHOUT_SPACES.test(part)) count += segmentsOf(part);
    else if (LETTER_OR_DIGIT.test(part)) count += 1;
  }
  return count;
}

function segmentsOf(text: string): number {
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count += 1;
  return count;
}
