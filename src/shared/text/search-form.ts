/*
 * How a name is searched and compared, whatever it names: people, courses, usernames, email addresses. The rule stands
 * here alone:
 *
 * - Letter case, accents and width do not matter: `müller`, `Muller` and `ＭＵＬＬＥＲ` are the same. `mueller` is another
 *   name. Letters with a stroke and ligatures count as the letters that stand for them: ł = l, ø = o, ß = ss, æ = ae.
 * - Kinds of apostrophes, quotation marks, hyphens and spaces do not matter: `O'Brien` = `O’Brien`. That there is one does.
 * - Characters that cannot be seen, such as a soft hyphen, do not count.
 * - Signs that change a letter into another one, as in Hindi, Thai or Japanese, do matter: か and が differ.
 */

const APOSTROPHES =
  /[\u0060\u00b4\u02b9\u02bb-\u02bd\u02c8\u02ca\u02cb\u2018-\u201b\u2032\u2035\u05f3\u1fef\u1ffd\ua78c\uff07]/gu;
const QUOTATION_MARKS = /[\u00ab\u00bb\u02ba\u201c-\u201f\u05f4\u300c-\u300f\u301d-\u301f\uff02]/gu;
const HYPHENS = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/gu;
/** Drawn as nothing. The letters among them (Hangul fillers) are not meant by anybody who searches, either. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const SPACES = /\p{White_Space}+/gu;
/** Accents of Latin, Greek and Cyrillic letters, as a decomposed text has them. */
const ACCENTS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;

/** Lower-case letters that Unicode does not decompose, and what people type for them. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ĳ: 'ij' },
  ...{ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', ı: 'i', ŀ: 'l', ς: 'σ' },
};
const SPECIAL_LETTERS = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');

/**
 * The text with the characters of a plain keyboard in place of their typographic and full-width twins, in composed form:
 * `ａｄａ` becomes `ada`, and `O’Brien` becomes `O'Brien`. It is how usernames and email addresses are written down, so
 * that nobody can have the twin of another's. Letter case and accents stay. May be up to 18 times as long as the text.
 */
export function plainForm(text: string): string {
  return withPlainMarks(withPlainMarks(text).normalize('NFKC'));
}

/**
 * The form in which texts are searched: two texts are the same name if their forms are equal, and a text contains another
 * if its form contains the other's. Applied twice it changes nothing. May be up to 18 times as long as the text, and
 * empty for a text of which nothing can be seen.
 */
export function searchForm(text: string): string {
  const letters = withPlainMarks(text)
    .replace(INVISIBLE, '')
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(INVISIBLE, '')
    .replace(ACCENTS, '')
    .normalize('NFC');
  return withPlainMarks(letters)
    .replace(SPECIAL_LETTERS, (letter) => LETTERS[letter] ?? letter)
    .replace(SPACES, ' ')
    .trim();
}

/** Before a text is decomposed, since an acute accent by itself becomes a space then; and after, for what it is made of. */
function withPlainMarks(text: string): string {
  return text.replace(APOSTROPHES, "'").replace(QUOTATION_MARKS, '"').replace(HYPHENS, '-');
}
