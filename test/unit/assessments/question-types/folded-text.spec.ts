import {
  foldedText,
  patternMatcher,
  takesAnyText,
  textAsSeen,
  type TextFolding,
} from '../../../../src/modules/assessments/question-types/parts/folded-text';
import { seededRandom } from '../../seeded-random';

const LOOSE = { caseSensitive: false };
const EXACT = { caseSensitive: true };
const isSame = (one: string, other: string, folding: TextFolding): boolean =>
  foldedText(one, folding) === foldedText(other, folding);

describe('two short texts', () => {
  it.each<[string, string, string, TextFolding]>([
    ['an apostrophe that a phone made', "don't", 'don’t', EXACT],
    ['a backtick and an accent in place of it', 'don`t', 'don´t', EXACT],
    ['quotation marks of three languages', '„ja“', '«ja»', EXACT],
    ['a non-breaking hyphen', 'well-known', 'well\u2011known', EXACT],
    ['a minus sign', '-5', '\u22125', EXACT],
    ['an en dash', '1939-1945', '1939–1945', EXACT],
    ['a soft hyphen, which nobody sees', 'coop', 'co\u00adop', EXACT],
    ['full-width letters', 'ABC', 'ＡＢＣ', EXACT],
    ['a zero-width space at the end', 'cell', 'cell\u200b', EXACT],
    ['a mark of direction', 'cell', '\u200ecell', EXACT],
    ['a fraction of one character', '½', '1/2', EXACT],
    ['a mixed number', '2½', '2 1/2', EXACT],
    ['blanks of all kinds', 'a b', ' a\u00a0\u2009\tb ', EXACT],
    ['sharp s', 'STRASSE', 'Straße', LOOSE],
    ['the final sigma', 'ΣΟΦΟΣ', 'σοφος', LOOSE],
    ['Turkish capitals in Turkish', 'KIRMIZI', 'kırmızı', { ...LOOSE, language: 'tr' }],
    ['accents where they do not matter', 'Résumé', 'resume', { ...LOOSE, ignoreAccents: true }],
    ['a full stop where it does not matter', 'Paris', 'Paris. ', { ...EXACT, ignoreFinalPunctuation: true }],
    ['quotation marks of one stroke', "'a'", '‹a›', EXACT],
    ['corner quotation marks', '"a"', '『a』', EXACT],
    ['the heart that a phone made colorful', '♥', '♥\ufe0f', EXACT],
    ['a filler that nobody sees', 'cell', 'ce\u3164ll', EXACT],
    ['a unit of one character', 'm²', '㎡', EXACT],
    ['a fraction with a slash of mathematics', '½', '1∕2', EXACT],
    ['a dot that a Turkish phone put on a capital', 'Istanbul', 'İstanbul', LOOSE],
    ['a dot that a Turkish phone left out', 'film', 'fılm', LOOSE],
    ['the capital of i in Turkish', 'İZMİR', 'izmir', { ...LOOSE, language: 'tr-TR' }],
    ['a Chinese full stop', '北京', '北京。', { ...EXACT, ignoreFinalPunctuation: true }],
  ])('are the same: %s', (_what, one, other, folding) => {
    expect(isSame(one, other, folding)).toBe(true);
  });

  it.each<[string, string, string, TextFolding]>([
    ['a superscript is no digit', '2³', '23', LOOSE],
    ['a subscript is no digit', 'H₂O', 'H2O', LOOSE],
    ['a superscript of one character with a unit', '㎡', 'm2', LOOSE],
    ['a raised letter is no letter', 'xᶜ', 'xc', LOOSE],
    ['a lowered letter is no letter', 'xⱼ', 'xj', LOOSE],
    ['a full-width digit with a superscript', '２³', '23', LOOSE],
    ['the capital of ı in Turkish', 'İzmir', 'ızmir', { ...LOOSE, language: 'tr' }],
    ['case where it matters', 'SD', 'sd', EXACT],
    ['accents', 'pêche', 'péché', LOOSE],
    ['punctuation at the end', 'Paris', 'Paris!', LOOSE],
    ['punctuation within', 'a.b', 'ab', { ...LOOSE, ignoreFinalPunctuation: true }],
    ['the two letters i of Turkish', 'sınır', 'sinir', { ...LOOSE, language: 'tr' }],
    ['a mixed number is no fraction', '2½', '21/2', EXACT],
  ])('are different: %s', (_what, one, other, folding) => {
    expect(isSame(one, other, folding)).toBe(false);
  });

  it('are folded once and for all: what was folded stays as it is', () => {
    const { below, pick } = seededRandom(4);
    const letters = [...'aÄßıİΣﬁ½³₂’–«\u00ad\u200d\u0301 .'];
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({ length: below(8) }, () => pick(letters)).join('');
      const folding = {
        caseSensitive: below(2) === 1,
        ignoreAccents: below(2) === 1,
        ignoreFinalPunctuation: below(2) === 1,
        language: pick(['tr', 'en', undefined]),
      };
      const folded = foldedText(text, folding);
      expect({ text, folding, again: foldedText(folded, folding) }).toEqual({ text, folding, again: folded });
    }
  });
});

describe('two options', () => {
  it.each([
    ['Two', ' Two\u00a0', true],
    ['the  mode', 'the mode', true],
    ['caf\u00e9', 'cafe\u0301', true],
    ['cell', 'ce\u200bll', true],
    // Questions about signs have these as options.
    ['-', '–', false],
    ['„', '“', false],
    ["'", '’', false],
    ['½', '1/2', false],
    ['Ａ', 'A', false],
    ['a', 'A', false],
  ])('%j and %j look the same: %s', (one, other, expected) =>
    expect(textAsSeen(one) === textAsSeen(other)).toBe(expected),
  );
});

describe('a pattern', () => {
  it.each([
    ['photo*', 'Photosynthesis', true],
    ['photo*', 'a photo', false],
    ['*synthesis', 'photosynthesis', true],
    ['p*s*s', 'photosynthesis', true],
    ['a*a', 'a', false],
    ['2 \\* 3', '2 * 3', true],
    ['2 \\* 3', '2 x 3', false],
    ['*', 'anything', true],
    ['the * of values', 'the  middle half of values', true],
  ])('%j takes %j: %s', (pattern, text, expected) => {
    expect(patternMatcher(pattern, LOOSE)(text)).toBe(expected);
  });

  it('agrees with a search by trying every way to divide the text', () => {
    const { below, pick } = seededRandom(9);
    const matches = (pattern: string, text: string): boolean => {
      if (pattern === '') return text === '';
      if (pattern[0] !== '*') return pattern[0] === text[0] && matches(pattern.slice(1), text.slice(1));
      return Array.from({ length: text.length + 1 }, (_, at) => at).some((at) =>
        matches(pattern.slice(1), text.slice(at)),
      );
    };
    for (let round = 0; round < 3000; round += 1) {
      const pattern = Array.from({ length: 1 + below(6) }, () => pick(['a', 'b', '*'])).join('');
      const text = Array.from({ length: below(7) }, () => pick(['a', 'b'])).join('');
      expect([pattern, text, patternMatcher(pattern, EXACT)(text)]).toEqual([
        pattern,
        text,
        matches(pattern, text),
      ]);
    }
  });

  it('takes its time for no text: stars do not multiply the work', () => {
    const matcher = patternMatcher(`${'a*'.repeat(400)}b`, EXACT);
    expect(matcher('a'.repeat(60_000))).toBe(false);
  });

  const IGNORING = { ...LOOSE, ignoreAccents: true, ignoreFinalPunctuation: true };
  it.each<[string, TextFolding, boolean]>([
    ['*', LOOSE, true],
    [' * ', LOOSE, true],
    ['\\*', LOOSE, false],
    ['a*', LOOSE, false],
    ['', LOOSE, false],
    ['*\u200b*', LOOSE, true],
    ['\u3164*', LOOSE, true],
    ['*.', LOOSE, false],
    ['*.', IGNORING, true],
    ['*\u0301', LOOSE, false],
    ['*\u0301', IGNORING, true],
  ])('%j takes any text with %j: %s', (pattern, folding, expected) => {
    expect(takesAnyText(pattern, folding)).toBe(expected);
    if (expected)
      for (const text of ['a', '7 !', '中']) expect(patternMatcher(pattern, folding)(text)).toBe(true);
  });
});
