import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';
import { gradeResponse, isSameResponse } from '../../../../src/modules/assessments/question-types/responses';
import { seededRandom } from '../../seeded-random';

const OPTIONS = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: id }));

describe('two responses say the same', () => {
  it.each([
    ['single_choice', 'a', 'a', true],
    ['single_choice', 'a', 'b', false],
    ['multiple_choice', ['a', 'b'], ['b', 'a'], true],
    ['multiple_choice', ['a', 'b'], ['a'], false],
    ['multiple_choice', ['a', 'b'], ['a', 'c'], false],
    ['true_false', true, true, true],
    ['true_false', true, false, false],
    ['numeric', '3.50', 3.5, true],
    ['numeric', ' 1e3', '1000', true],
    ['numeric', '0.1', '0.10000000000000001', false],
    ['short_text', 'Interquartile  range ', 'Interquartile range', true],
    ['short_text', 'e\u0301', '\u00e9', true],
    ['short_text', 'Median', 'median', false],
    ['short_text', '', null, false],
    ['multiple_choice', [], null, false],
    ['numeric', null, undefined, true],
    ['true_false', null, false, false],
  ] as const)(
    'says whether two answers to a question of type %s are the same: %p and %p, %p',
    (type, one, other, expected) => {
      // None of these types compares by its definition.
      const definition = { type } as QuestionDefinition;
      expect(isSameResponse(definition, one, other)).toBe(expected);
      expect(isSameResponse(definition, other, one)).toBe(expected);
    },
  );

  it.each([
    [{ language: 'de' }, '1,234', '1,2340', true],
    [{ language: 'en' }, '1,234', '1234', true],
    [{ language: 'de' }, '1,234', '1234', false],
    [{}, '1,234', '1234', false],
    [{ units: [{ unit: '°', factor: '1' }] }, '30 °', '30º', true],
    [{ units: [{ unit: '°', factor: '1' }] }, '30 °', '30', false],
  ])(
    'reads numbers as the question %j does, which are the same: %p and %p, %p',
    (more, one, other, expected) => {
      const definition = { type: 'numeric', ...more } as QuestionDefinition;
      expect(isSameResponse(definition, one, other)).toBe(expected);
    },
  );

  it('calls two responses the same only if they earn the same, whatever is chosen', () => {
    const { below } = seededRandom(11);
    const definition: QuestionDefinition = {
      type: 'multiple_choice',
      options: OPTIONS,
      key: ['a', 'c'],
      scoring: 'partial',
    };
    const chosen = (): string[] =>
      OPTIONS.map(({ id }) => ({ id, order: below(1000), isIn: below(2) === 1 }))
        .toSorted((one, other) => one.order - other.order)
        .flatMap(({ id, isIn }) => (isIn ? [id] : []));
    for (let round = 0; round < 500; round += 1) {
      const [one, other] = [chosen(), chosen()];
      const isSame = isSameResponse(definition, one, other);
      expect(isSame).toBe(one.toSorted().join() === other.toSorted().join());
      if (isSame) expect(gradeResponse(definition, one, '3')).toEqual(gradeResponse(definition, other, '3'));
    }
  });
});
