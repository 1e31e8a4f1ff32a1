import { readTypedNumber } from '../../../../src/modules/assessments/question-types/parts/typed-number';
import { seededRandom } from '../../seeded-random';

const read = (typed: string | number, language?: string): string | undefined => {
  const found = readTypedNumber(typed, language);
  return found && `${found.number.toDecimal(6)}${found.unit === undefined ? '' : ` ${found.unit}`}`;
};

/*
 * The rules of Moodle's question/type/numerical/questiontype.php (qtype_numerical_answer_processor, 4.5): blanks, `e`, `×10^` and `x10**`,
 * units before and after, and commas beside a point that divide groups. Moodle takes every other comma for a decimal mark, so that it reads
 * `1.234,5` as 1.2345; what could be two numbers is not read here (decision 43).
 */
describe('a number as people type it', () => {
  it.each<[string | number, string | undefined, string | undefined]>([
    ['3.5', undefined, '3.5'],
    [3.5, undefined, '3.5'],
    ['+3.5', undefined, '3.5'],
    ['.5', undefined, '0.5'],
    ['5.', undefined, '5'],
    ['\u22123.5', undefined, '-3.5'],
    ['– 3.5', undefined, '-3.5'],
    ['3,75', undefined, '3.75'],
    ['3,75', 'en', '3.75'],
    ['3,75', 'de', '3.75'],
    ['0,123', 'en', '0.123'],
    // Both readings are possible here.
    ['1,234', undefined, undefined],
    ['1,234', 'en', '1234'],
    ['1,234', 'de', '1.234'],
    ['1.234', undefined, '1.234'],
    ['1.234', 'en', '1.234'],
    ['1.234', 'de', undefined],
    // Here only one is.
    ['1.234,5', undefined, '1234.5'],
    ['1,234.5', 'de', '1234.5'],
    ['1.234.567', 'en', '1234567'],
    ['1,234,567', undefined, '1234567'],
    ['1 234 567,5', 'fr', '1234567.5'],
    ['1\u202f234,5', 'fr', '1234.5'],
    ["1'234.50", 'de-CH', '1234.5'],
    ['12 34', undefined, undefined],
    ['1,23,456', 'en', undefined],
    ['1.2.3', undefined, undefined],
    ['6.02e3', undefined, '6020'],
    ['6,02 × 10^3', 'de', '6020'],
    ['6.02x10**3', undefined, '6020'],
    ['6.02·10^(-2)', undefined, '0.0602'],
    ['6.02 × 10⁻²', undefined, '0.0602'],
    ['2 * 10³', undefined, '2000'],
    ['½', undefined, '0.5'],
    ['2½', undefined, '2.5'],
    ['-2 1/2', undefined, '-2.5'],
    ['1/3', undefined, '0.333333'],
    ['1/0', undefined, undefined],
    ['٣٫٥', 'ar', '3.5'],
    ['१२', 'hi', '12'],
    ['１２．５', 'ja', '12.5'],
    ['5 cm', undefined, '5 cm'],
    ['5cm', undefined, '5 cm'],
    ['€ 5', undefined, '5 €'],
    ['5 m/s²', undefined, '5 m/s²'],
    ['1/2 kg', undefined, '0.5 kg'],
    ['50%', undefined, '50 %'],
    ['50°', undefined, '50 °'],
    ['50º', undefined, '50 °'],
    ['20 ℃', undefined, '20 °C'],
    ['5 m2', undefined, '5 m2'],
    ['5 ㎡', undefined, '5 m²'],
    ['5 m s^-1', undefined, '5 m s^-1'],
    ['5 kg·m^(-2)', undefined, '5 kg·m^(-2)'],
    ["5'", undefined, "5 '"],
    ['5″', undefined, '5 "'],
    ['５ｃｍ', undefined, '5 cm'],
    ['10^4', undefined, '10000'],
    ['-10⁴', undefined, '-10000'],
    ['10⁻² m', undefined, '0.01 m'],
    ['3×10^4', undefined, '30000'],
    ['3 х 10^4', 'ru', '30000'],
    ['3•10**4', undefined, '30000'],
    ['3,5·10^(−2)', 'de', '0.035'],
    ['٣،٥', 'ar-EG', '3.5'],
    ['1\u200b2\ufeff', undefined, '12'],
    ['１．２３４，５', 'de', '1234.5'],
    ['1’234', 'de-CH', '1234'],
    ['1 ½', undefined, '1.5'],
    ['1∕2', undefined, '0.5'],
    // What stands beside the number makes another number of it.
    ['2³', undefined, undefined],
    ['２³', undefined, undefined],
    ['2 ³', undefined, undefined],
    ['2ⁿ', undefined, undefined],
    ['2^3', undefined, undefined],
    ['2**3', undefined, undefined],
    ['x₂', undefined, undefined],
    ['0x10', undefined, undefined],
    ['3x4', undefined, undefined],
    ['3 × 4', undefined, undefined],
    ['5-3', undefined, undefined],
    ['5 − 3', undefined, undefined],
    ['5 + 3', undefined, undefined],
    ['5 = 2 + 3', undefined, undefined],
    ['5 or 7', undefined, undefined],
    ['5 ± 1', undefined, undefined],
    ['5 cm 3 mm', undefined, undefined],
    ["5'3", undefined, undefined],
    ['√5', undefined, undefined],
    ['≈5', undefined, undefined],
    ['< 5', undefined, undefined],
    ['3·5', undefined, undefined],
    ['2e3e2', undefined, undefined],
    ['6×10^4.5', undefined, undefined],
    ['1/2/3', undefined, undefined],
    ['1/2.5', undefined, undefined],
    ['1/2 + 1', undefined, undefined],
    // Could be 1 and 234 fifths, or 1234 fifths.
    ['1 234/5', undefined, undefined],
    ['1 234/567', undefined, undefined],
    ['2 3/2', undefined, undefined],
    ['', undefined, undefined],
    ['-', undefined, undefined],
    ['.', undefined, undefined],
    ['about five', undefined, undefined],
    ['1e999', undefined, undefined],
    ['NaN', undefined, undefined],
    [NaN, undefined, undefined],
    ['1'.repeat(65), undefined, undefined],
  ])('%j in the language %s is %s', (typed, language, expected) => {
    expect(read(typed, language)).toBe(expected);
  });

  it('is read as it was written, in every language whose digits and marks Intl knows', () => {
    const { below, pick } = seededRandom(21);
    const languages = ['en', 'de', 'fr', 'sv', 'pt-BR', 'ja', 'hi', 'de-CH', 'pl', 'ar-EG', 'fa', 'bn'];
    for (let round = 0; round < 3000; round += 1) {
      const language = pick(languages);
      const decimals = below(4);
      const value = (below(2) === 1 ? -1 : 1) * (below(10 ** (1 + below(7))) / 10 ** decimals);
      // Of a lone group of three decimals after a point nobody can tell which of two it is where commas are decimal.
      const useGrouping = decimals !== 3 || language === 'en' ? pick([true, false]) : false;
      const written = new Intl.NumberFormat(language, {
        useGrouping,
        maximumFractionDigits: 3,
        minimumFractionDigits: decimals,
      }).format(value);
      const found = readTypedNumber(written, language);
      // Indian groups of two digits are not read.
      if (language === 'hi' && useGrouping && Math.abs(value) >= 100_000) continue;
      if (language === 'bn' && useGrouping && Math.abs(value) >= 100_000) continue;
      if (found === undefined) {
        // Never silently another number; not read only where it could mean two.
        expect([language, written]).toEqual([
          language,
          expect.stringMatching(/^[-\u2212\u200e\u200f\u061c]*\d{1,3}[.]\d{3}$/),
        ]);
        continue;
      }
      expect([language, written, found.number.toDecimal(3), found.unit]).toEqual([
        language,
        written,
        String(Object.is(value, -0) ? 0 : value),
        undefined,
      ]);
    }
  });

  it('takes no longer for hostile text than for any other', () => {
    for (const typed of [
      '1 '.repeat(30),
      '1,'.repeat(30),
      '9'.repeat(1_000_000),
      "1'".repeat(32),
      ' '.repeat(100),
    ])
      expect(readTypedNumber(typed)).toBeUndefined();
  });
});
