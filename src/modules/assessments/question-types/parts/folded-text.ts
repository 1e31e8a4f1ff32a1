/** What does not matter when two short texts are compared. What is left out matters. */
export interface TextFolding {
  /** `SD` is not `sd`. */
  caseSensitive: boolean;
  /** A BCP 47 tag. It decides how letters change their case: in Turkish `ı` and `i` are different letters. */
  language?: string | undefined;
  /** `cafe` is `café`. */
  ignoreAccents?: boolean | undefined;
  /** `Yes!` is `yes`. */
  ignoreFinalPunctuation?: boolean | undefined;
}

/** Compatibility forms that mean something else than the plain character: 2³ is not 23, and H₂O is not H2O in every subject. */
const RAISED_OR_LOWERED =
  '\\u00aa\\u00b2\\u00b3\\u00b9\\u00ba\\u02b0-\\u02b8\\u02e0-\\u02e4\\u1d2c-\\u1d6a\\u2070-\\u209f';
const OTHERS = new RegExp(`[^${RAISED_OR_LOWERED}]+`, 'gu');
const VULGAR_FRACTION_AFTER_DIGIT = /(?<=\p{Nd})(?=[\u00bc-\u00be\u2150-\u215f\u2189])/gu;

/** Nothing in it has another form: what most people type. The grave accent stands for an apostrophe. */
const IS_PLAIN = /^[\x20-\x5f\x61-\x7e]*$/;

/** Characters that phones and word processors put in place of plain ones. */
const PLAIN: readonly [RegExp, string][] = [
  [/[\u0060\u00b4\u02b9\u02bb-\u02bd\u2018-\u201b\u2032\u2035\ua78c]/g, "'"],
  [/[\u00ab\u00bb\u201c-\u201f\u2033\u2036\u300c\u300d]/g, '"'],
  [/[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58]/g, '-'],
  [/\u2044/g, '/'],
  // Soft hyphens, joiners, marks of direction and the byte order mark: nobody sees them.
  [/\p{Cf}/gu, ''],
];

/**
 * The form in which short texts are compared. Folded are compatibility forms (full-width letters, ligatures, composed accents; ½
 * is 1/2), but no superscripts and subscripts; apostrophes, quotation marks, dashes and minus signs of all kinds; invisible
 * format characters; white space, which is trimmed and collapsed. Case is folded by way of capitals, so that "STRASSE" equals
 * "Straße" and every Greek sigma is one.
 */
export function foldedText(text: string, folding: TextFolding): string {
  const { caseSensitive, language, ignoreAccents = false, ignoreFinalPunctuation = false } = folding;
  let folded = plainText(text);
  // Changing the case can take composed letters apart: compose again.
  if (!caseSensitive)
    folded = composed(folded.toLocaleUpperCase(language ?? 'en').toLocaleLowerCase(language ?? 'en'));
  if (ignoreAccents)
    folded = folded
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .normalize('NFC');
  if (ignoreFinalPunctuation) folded = folded.replace(/[\s.!?,;:\u3001\u3002\u0964\u061f]+$/u, '');
  return folded.replace(/\s+/g, ' ').trim();
}

/** The text with plain characters in place of their other forms, as `foldedText` has them; case, accents and blanks stay. */
export function plainText(text: string): string {
  if (IS_PLAIN.test(text)) return text;
  // Before and after: some forms are taken apart when they are composed, and some are made then.
  return plain(composed(plain(text))).normalize('NFC');
}

function plain(text: string): string {
  return PLAIN.reduce((folded, [forms, form]) => folded.replace(forms, form), text);
}

function composed(text: string): string {
  if (IS_PLAIN.test(text)) return text;
  return text
    .replace(VULGAR_FRACTION_AFTER_DIGIT, ' ')
    .replace(OTHERS, (others) => others.normalize('NFKC'))
    .normalize('NFC');
}

/** No text that may be stored has it. */
const STAR = '\ufdd0';

/** Compares texts with one pattern, in which `*` stands for any characters, none among them, and `\*` for a star. */
export function patternMatcher(pattern: string, folding: TextFolding): (text: string) => boolean {
  const pieces = foldedText(starred(pattern), folding).split(STAR);
  const [first = '', ...others] = pieces;
  const last = others.pop();
  return (text) => {
    const folded = foldedText(text, folding);
    if (last === undefined) return folded === first;
    if (!folded.startsWith(first)) return false;
    let from = first.length;
    for (const piece of others) {
      const at = folded.indexOf(piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return folded.length - last.length >= from && folded.endsWith(last);
  };
}

/** Whether a pattern says nothing but that there is some text. */
export function takesAnyText(pattern: string): boolean {
  return starred(pattern).replaceAll(STAR, '').trim() === '';
}

function starred(pattern: string): string {
  return pattern.replace(/\\\*|\*/g, (found) => (found === '*' ? STAR : '*'));
}
