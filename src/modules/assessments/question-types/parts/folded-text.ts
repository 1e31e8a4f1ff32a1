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

/**
 * Compatibility forms that mean something else than the plain character: 2³ is not 23, and H₂O is not H2O in every subject. These are
 * all characters that Unicode takes apart as `<super>` or `<sub>` (UnicodeData.txt).
 */
const RAISED_OR_LOWERED = [
  '\\u00aa\\u00b2\\u00b3\\u00b9\\u00ba\\u02b0-\\u02b8\\u02e0-\\u02e4\\u10fc\\u1d2c-\\u1d6a\\u1d78\\u1d9b-\\u1dbf\\u2070-\\u209f\\u2120\\u2122',
  '\\u2c7c\\u2c7d\\u2d6f\\u3192-\\u319f\\ua69c\\ua69d\\ua770\\ua7f1-\\ua7f4\\ua7f8\\ua7f9\\uab5c-\\uab5f\\uab69',
  '\\u{10780}-\\u{107bf}\\u{1e030}-\\u{1e06d}\\u{1f16a}-\\u{1f16c}',
].join('');
const OTHERS = new RegExp(`[^${RAISED_OR_LOWERED}]+`, 'gu');
/** Units in one character, whose digit is a power: ㎡ is m², and not m2. */
const SQUARED_UNIT = /[\u3378\u3379\u339f-\u33a6\u33a8\u33af]/g;
const VULGAR_FRACTION_AFTER_DIGIT = /(?<=\p{Nd})(?=[\u00bc-\u00be\u2150-\u215f\u2189])/gu;

/** Nothing in it has another form: what most people type. The grave accent stands for an apostrophe. */
const IS_PLAIN = /^[\x20-\x5f\x61-\x7e]*$/;

/** Characters that phones and word processors put in place of plain ones. */
const PLAIN: readonly [RegExp, string][] = [
  [/[\u0060\u00b4\u02b9\u02bb-\u02bd\u2018-\u201b\u2032\u2035\u2039\u203a\ua78c]/g, "'"],
  [/[\u00ab\u00bb\u201c-\u201f\u2033\u2036\u300c-\u300f\u301d-\u301f]/g, '"'],
  [/[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58]/g, '-'],
  [/[\u2044\u2215]/g, '/'],
  // Soft hyphens, joiners, marks of direction, variation selectors and the byte order mark: nobody sees them.
  [/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, ''],
];

/**
 * The form in which short texts are compared. Folded are compatibility forms (full-width letters, ligatures, composed accents; ½
 * is 1/2), but no superscripts and subscripts; apostrophes, quotation marks, dashes and minus signs of all kinds; invisible
 * format characters; white space, which is trimmed and collapsed. Case is folded by way of capitals, so that "STRASSE" equals
 * "Straße" and every Greek sigma is one; and that the dots of İ and ı are those of i, but where the language tells them apart.
 */
export function foldedText(text: string, folding: TextFolding): string {
  const { caseSensitive, language, ignoreAccents = false, ignoreFinalPunctuation = false } = folding;
  let folded = plainText(text);
  // Changing the case can take composed letters apart: compose again.
  if (!caseSensitive)
    folded = composed(
      folded
        .toLocaleUpperCase(language ?? 'en')
        .toLocaleLowerCase(language ?? 'en')
        // What becomes of İ where a small letter has its dot anyway.
        .replace(/i\u0307/g, 'i'),
    );
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
    .replace(SQUARED_UNIT, (unit) =>
      unit.normalize('NFKC').replace(/[23]/g, (power) => (power === '2' ? '²' : '³')),
    )
    .replace(OTHERS, (others) => others.normalize('NFKC'))
    .normalize('NFC');
}

/** What two texts have in common that look the same: only blanks and what nobody sees may differ. */
export function textAsSeen(text: string): string {
  if (IS_PLAIN.test(text)) return text.replace(/\s+/g, ' ').trim();
  return text
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** No text that may be stored has it. */
const STAR = '\ufdd0';

/** Compares texts with one pattern, in which `*` stands for any characters, none among them, and `\*` for a star. */
export function patternMatcher(pattern: string, folding: TextFolding): (text: string) => boolean {
  const pieces = piecesOf(pattern, folding);
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

/** Whether every text fits a pattern: nothing is left beside its stars once it is folded. */
export function takesAnyText(pattern: string, folding: TextFolding): boolean {
  const pieces = piecesOf(pattern, folding);
  return pieces.length > 1 && pieces.every((piece) => piece.trim() === '');
}

function piecesOf(pattern: string, folding: TextFolding): string[] {
  const starred = pattern.replace(/\\\*|\*/g, (found) => (found === '*' ? STAR : '*'));
  return foldedText(starred, folding).split(STAR);
}
