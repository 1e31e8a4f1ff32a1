import { characterFault, isVisible, lengthOf } from '../../../src/shared/text/text-rules';
import { seededRandom } from '../seeded-random';

describe('the length of a text', () => {
  it('the length of a text is that of its UTF-32 form: one a code point, whatever it is made of', () => {
    const { below, pick } = seededRandom(7);
    const pieces = [
      'a',
      'é',
      'e\u0301',
      '\ufe0f',
      '👩\u200d🚀',
      '\u{1f600}',
      '\ud800',
      '\udc00',
      '\0',
      '\u{10ffff}',
    ];
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({ length: below(12) }, () => pick(pieces)).join('');
      let units = 0;
      for (let index = 0; index < text.length; index += 1) {
        const isPair =
          /[\ud800-\udbff]/.test(text.charAt(index)) && /[\udc00-\udfff]/.test(text.charAt(index + 1));
        if (isPair) index += 1;
        units += 1;
      }
      expect(lengthOf(text)).toBe(units);
    }
  });
});

describe('a text is seen', () => {
  it.each(['a', 'ا', '가', '한', '👩‍🚀', '۝', '\u0301', '⠁', '0', '-', 'می\u200cروم'])(
    'a text can be seen when it is %j',
    (text) => {
      expect(isVisible(text)).toBe(true);
    },
  );

  it.each([
    ['nothing', ''],
    ['white space', ' \t\u00a0\u2003\u3000'],
    ['a zero-width space', '\u200b'],
    ['joiners', '\u200c\u200d\u2060\u034f'],
    ['variation selectors', '\ufe0f\ufe0e\u{e0100}'],
    ['Hangul fillers', '\u115f\u1160\u3164\uffa0'],
    ['bidi controls', '\u202e\u2066\u2069\u200f\u061c'],
    ['a soft hyphen', '\u00ad'],
    ['a byte order mark', '\ufeff'],
    ['tags', '\u{e0041}\u{e007f}'],
    ['a blank Braille pattern', '\u2800'],
    ['annotation marks', '\ufff9\ufffa\ufffb\ufffc'],
    ['a null note head', '\u{1d159}'],
    ['Khmer inherent vowels', '\u17b4\u17b5'],
    ['control characters', '\u0001\u007f\u0085'],
  ])('a text cannot be seen when it is made of %s only', (_name, text) => {
    expect(isVisible(text)).toBe(false);
    expect(isVisible(`${text}x${text}`)).toBe(true);
  });
});

describe('the characters of a text', () => {
  const faults = (text: string): (string | undefined)[] =>
    (['line', 'lines', 'secret'] as const).map((kind) => characterFault(text, kind, 'title')?.key);

  it('the characters of a text may be anything that can be seen, in every kind', () => {
    expect(faults('Ann-Mari Ó Súilleabháin 👩‍🚀 \u202a(שלום)\u202c می\u200cروم')).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('the characters of a text are never half of one', () => {
    for (const text of ['\ud800', 'a\udc00b', '\udc00\ud800'])
      expect(new Set(faults(text))).toEqual(new Set(['text.halfCharacter']));
  });

  it('the characters of a text break lines only where there may be several', () => {
    for (const text of ['a\nb', 'a\r\nb', 'a\tb', 'a\u2028b'])
      expect(faults(text)).toEqual(['text.oneLine', undefined, undefined]);
  });

  it('the characters of a text are told by place and number when they are control characters', () => {
    expect(faults('😀a\0b')).toEqual(['text.oneLine', 'text.noControlCharacters', undefined]);
    for (const [text, place, name] of [
      ['😀a\0b', 3, 'U+0000'],
      ['\u001b[31m', 1, 'U+001B'],
      ['a\u0085', 2, 'U+0085'],
    ] as const)
      expect(characterFault(text, 'lines', 'title')?.parameters).toEqual({ field: 'title', place, name });
  });
});
