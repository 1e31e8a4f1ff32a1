import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';
import {
  gradeResponse,
  responseFaultsOf,
} from '../../../../src/modules/assessments/question-types/responses';
import { seededRandom } from '../../seeded-random';

type DefinitionOf<Type extends string> = Extract<QuestionDefinition, { type: Type }>;

const options = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, text: `Option ${id}` }));
const single: QuestionDefinition = { type: 'single_choice', options, key: 'b' };
const strict: DefinitionOf<'multiple_choice'> = {
  type: 'multiple_choice',
  options,
  key: ['a', 'c', 'e'],
  scoring: 'all_or_nothing',
};
const partial: DefinitionOf<'multiple_choice'> = { ...strict, scoring: 'partial' };
const trueFalse: QuestionDefinition = { type: 'true_false', key: false };
const about = (
  key: string,
  value: string,
  type: 'absolute' | 'relative' = 'absolute',
): DefinitionOf<'numeric'> => ({
  type: 'numeric',
  key,
  tolerance: { type, value },
});
const text = (accepted: string[], caseSensitive = false): DefinitionOf<'short_text'> => ({
  type: 'short_text',
  accepted,
  caseSensitive,
});
const one: QuestionDefinition[] = [single, strict, partial, trueFalse, about('1', '0'), text(['1'])];

const right = (points: string) => ({ points, correct: true });
const wrong = { points: '0', correct: false };

/** What a response earns, as it is stored. */
function grade(definition: QuestionDefinition, response: unknown, points: string) {
  const { earned, correct } = gradeResponse(definition, response, points);
  return { points: earned.toDecimal(4), correct };
}

describe('grading a response', () => {
  it.each(one)('awards nothing for no answer to %j', (definition) => {
    expect(grade(definition, null, '5')).toEqual(wrong);
    expect(grade(definition, undefined, '5')).toEqual(wrong);
  });

  it.each<[QuestionDefinition, unknown]>([
    [single, 'b'],
    [strict, ['e', 'a', 'c']],
    [partial, ['c', 'e', 'a']],
    [trueFalse, false],
    [about('3.5', '0'), '3.5'],
    [about('3.5', '0'), 3.5],
    [about('3.5', '0'), ' 3.500 '],
    [about('0.3', '0'), '0.30'],
    [about('0', '0'), -0],
    [about('10', '0.1'), '9.9'],
    [about('10', '0.1'), '10.1'],
    [about('-200', '0.01', 'relative'), '-202'],
    [about('-200', '0.01', 'relative'), '-198'],
    [about('6.02e23', '0', 'relative'), '602000000000000000000000'],
    [text(['Paris']), '  pARIS '],
    [text(['New York']), 'new \t\u00a0 york'],
    [text(['café']), 'CAFE\u0301'],
    [text(['Straße']), 'STRASSE'],
    [text(["don't"]), 'Don’t'],
    [{ ...text(['photo*']), wildcards: true }, 'Photosynthesis'],
    [{ ...text(['a', 'café']), ignoreAccents: true }, 'CAFE'],
    [{ ...text(['yes']), ignoreFinalPunctuation: true }, 'Yes!'],
    [{ ...text(['ışık']), language: 'tr' }, 'IŞIK'],
    [text(['ΟΔΟΣ']), 'οδος'],
    [text(['\u1fb3']), '\u0391\u0399'],
    [text(['\u0390']), '\u03aa\u0301'],
    [text(['file']), 'ﬁle'],
    [text(['H2O', 'water']), 'Ｈ２Ｏ'],
    [text(['pH'], true), ' pH'],
    [text(['file'], true), 'ﬁle'],
  ])('awards all points for %j answered with %j', (definition, response) => {
    expect(grade(definition, response, '7.5000')).toEqual(right('7.5'));
  });

  it.each<[QuestionDefinition, unknown]>([
    [single, 'a'],
    [strict, ['a', 'c']],
    [strict, ['a', 'c', 'e', 'b']],
    [strict, []],
    [partial, ['b']],
    [partial, []],
    [trueFalse, true],
    [about('0.3', '0'), 0.1 + 0.2],
    [about('10', '0.1'), '10.1000000000000000000000000000001'],
    [about('10', '0.1'), '9.8999999999999999999999999999999'],
    [about('-200', '0.01', 'relative'), '-202.0000001'],
    [about('0', '0.5', 'relative'), '1e-100'],
    [about('1e100', '0'), `9.${'9'.repeat(59)}e99`],
    [text(['Paris']), 'Pari s'],
    [text(['pH'], true), 'PH'],
    [text(['resume']), 'résumé'],
    [text(['.*']), 'anything'],
    [text(['a']), ''],
  ])('awards nothing for %j answered with %j', (definition, response) => {
    expect(grade(definition, response, '7.5')).toEqual(wrong);
  });

  it.each([
    [['a'], '10', '3.3333'],
    [['a', 'c'], '10', '6.6667'],
    [['a', 'c', 'b'], '10', '3.3333'],
    [['a', 'c'], '0.0001', '0.0001'],
    [['a'], '0.0001', '0'],
    [['a'], '99999.9999', '33333.3333'],
  ])('awards for %j a share of %s points: %s', (response, points, earned) => {
    expect(grade(partial, response, points)).toEqual({ points: earned, correct: false });
  });

  it('deducts wrong choices, but never below nothing', () => {
    expect(grade(partial, ['a', 'b'], '10')).toEqual(wrong);
    expect(grade(partial, ['a', 'b', 'd'], '10')).toEqual(wrong);
    expect(grade(partial, ['a', 'b', 'c', 'd', 'e'], '9')).toEqual({ points: '3', correct: false });
  });

  it('grades every choice of every key of up to five options by the formula', () => {
    const subsets = Array.from({ length: 32 }, (_, bits) =>
      options.map(({ id }) => id).filter((_id, index) => bits & (1 << index)),
    );
    for (const key of subsets.slice(1)) {
      for (const response of subsets) {
        const hits = response.filter((id) => key.includes(id)).length;
        const misses = response.length - hits;
        const { share, correct } = gradeResponse({ ...partial, key }, response, '6');
        // Exactly (hits − misses) / keys: as many keys times the share make a whole number again.
        expect(share.times(key.length).equals(Math.max(0, hits - misses))).toBe(true);
        expect(correct).toBe(hits === key.length && misses === 0);
        expect(grade({ ...strict, key }, response, '6').points).toBe(correct ? '6' : '0');
      }
    }
  });

  it('counts as right exactly the numbers within the tolerance, bounds included', () => {
    const { below } = seededRandom(1);
    for (let round = 0; round < 500; round += 1) {
      // Tenths as whole numbers, so that the expectation is exact.
      const [key, tolerance, given] = [below(200) - 100, below(30), below(200) - 100];
      const { correct } = gradeResponse(
        about((key / 10).toFixed(1), (tolerance / 10).toFixed(1)),
        (given / 10).toFixed(1),
        '1',
      );
      expect({ key, tolerance, given, correct }).toEqual({
        key,
        tolerance,
        given,
        correct: Math.abs(given - key) <= tolerance,
      });
    }
  });

  it.each<[string, QuestionDefinition, unknown]>([
    ['a right option many times', partial, ['a', 'a', 'a']],
    ['more choices than options', partial, Array.from({ length: 100_000 }, () => 'a')],
    ['a list for a single choice', single, ['b']],
    ['a list of everything for a single choice', single, ['a', 'b', 'c', 'd', 'e']],
    ['an object with the key', single, { id: 'b', toString: () => 'b' }],
    ['a boxed string', single, Object('b')],
    ['one id for a multiple choice', partial, 'ace'],
    ['a list in a list', partial, [['a', 'c', 'e']]],
    ['an object that looks like a list', partial, { length: 3, 0: 'a', 1: 'c', 2: 'e' }],
    ['inherited names as ids', partial, ['__proto__', 'constructor', 'length']],
    ['a name that objects inherit', single, '__proto__'],
    ['a falsy number for false', trueFalse, 0],
    ['text for a boolean', trueFalse, 'false'],
    ['a list for a boolean', trueFalse, []],
    ['NaN', about('1', '1e100'), 'NaN'],
    ['NaN as a number', about('1', '1e100'), NaN],
    ['Infinity', about('1', '1e100'), 'Infinity'],
    ['Infinity as a number', about('1', '1e100', 'relative'), -Infinity],
    ['a huge exponent', about('1', '1e100', 'relative'), '1e999'],
    ['an absurd exponent', about('1', '0'), '1e99999999999'],
    ['a huge string of digits', about('1', '0'), '1'.repeat(1_000_000)],
    ['a number in a list', about('1', '0'), [1]],
    ['true for 1', about('1', '0'), true],
    ['hexadecimal', about('16', '0'), '0x10'],
    ['an interval', about('1', '0'), '0..2'],
    ['text in a list', text(['a']), ['a']],
    ['a list of guesses', text(['a', 'b']), ['a', 'b', 'c']],
    ['a pattern object', text(['a']), /a/],
    ['a huge text', text(['a']), ' '.repeat(1_000_000) + 'a'],
    ['a broken character', text(['a']), 'a\ud800'],
  ])('awards nothing for %s', (_, definition, response) => {
    expect(grade(definition, response, '5')).toEqual(wrong);
  });

  const weighted: QuestionDefinition = {
    ...strict,
    scoring: 'weighted',
    weights: { a: '1/3', c: '1/3', e: '1/3', b: '-1/2' },
    exclusive: 'd',
  };
  it.each<[string, QuestionDefinition, unknown, string]>([
    ['the right options by their weights', weighted, ['a', 'c', 'e'], '3'],
    ['a third', weighted, ['a'], '1'],
    ['two thirds less a half', weighted, ['a', 'b', 'c'], '0.5'],
    ['nothing below 0', weighted, ['b'], '0'],
    ['nothing for an option without a weight', weighted, ['d'], '0'],
    ['nothing for what excludes one another', weighted, ['a', 'd'], '0'],
    ['a part for another option', { ...single, shares: { a: '1/3', c: '0.25' } }, 'a', '1'],
    ['another part', { ...single, shares: { a: '1/3', c: '0.25' } }, 'c', '0.75'],
    ['nothing for those without a part', { ...single, shares: { a: '1/3' } }, 'd', '0'],
  ])('awards %s', (_what, definition, response, points) => {
    expect(grade(definition, response, '3').points).toBe(points);
  });

  it.each([['NaN'], ['-1'], [''], ['1e999']])('refuses to grade for %p points', (points) => {
    expect(() => gradeResponse(single, 'b', points)).toThrow(RangeError);
  });

  it('calls a right answer to a question without points right', () => {
    expect(grade(single, 'b', '0')).toEqual(right('0'));
  });
});

describe('the faults of a response', () => {
  const faults = (definition: QuestionDefinition, response: unknown) =>
    responseFaultsOf(definition, response).map(({ field, rule }) => `${field} ${rule}`);

  it.each(one)('lets an answer to %j be taken back', (definition) =>
    expect(responseFaultsOf(definition, null)).toEqual([]),
  );

  it.each<[QuestionDefinition, unknown]>([
    [single, 'a'],
    [partial, []],
    [partial, ['a', 'b', 'c', 'd', 'e']],
    [trueFalse, true],
    [about('1', '0'), '3.5'],
    [about('1', '0'), 3.5],
    [about('1', '0'), '-1e-7'],
    [text(['a']), ''],
    [text(['a']), 'x'.repeat(1000)],
  ])('accepts for %j right and wrong answers alike: %j', (definition, response) => {
    expect(responseFaultsOf(definition, response)).toEqual([]);
  });

  it.each<[QuestionDefinition, unknown, string[]]>([
    [single, ['a'], ['response isString']],
    [single, 1, ['response isString']],
    [single, 'z', ['response isOption']],
    [single, '', ['response isOption']],
    [partial, 'a', ['response isArray']],
    [partial, ['a', 'z', 'a', null], ['response[1] isOption', 'response[2] unique', 'response[3] isOption']],
    [partial, ['a', 'b', 'c', 'd', 'e', 'a'], ['response arrayMaxSize']],
    [{ ...partial, exclusive: 'd' }, ['a', 'd'], ['response[1] isAlone']],
    [trueFalse, 1, ['response isBoolean']],
    [about('1', '0'), 'abc', ['response isDecimal']],
    [about('1', '0'), '', ['response isDecimal']],
    [about('1', '0'), {}, ['response isDecimal']],
    [text(['a']), 1, ['response isString']],
    [text(['a']), 'x'.repeat(1001), ['response maxLength']],
    [text(['a']), '\udc00', ['response isString']],
  ])('finds for %j the faults of %j', (definition, response, expected) => {
    expect(faults(definition, response)).toEqual(expected);
  });

  it.each<[QuestionDefinition, QuestionDefinition]>([
    [single, { ...single, key: 'a' }],
    [partial, { ...partial, key: ['b'] }],
    [trueFalse, { ...trueFalse, key: true }],
    [about('1', '0'), about('-7', '3', 'relative')],
    [text(['a']), text(['b', 'c'], true)],
  ])('finds the same faults whatever the key is: %j', (definition, other) => {
    for (const response of [
      'z',
      'x'.repeat(1001),
      ['a', 'z', 'a'],
      ['a', 'b', 'c', 'd', 'e', 'f'],
      1e999,
      {},
      '',
    ]) {
      expect(responseFaultsOf(definition, response)).toEqual(responseFaultsOf(other, response));
    }
  });
});
