import { drawnFrom } from '../../../../src/modules/assessments/attempts/drawn';
import type {
  CalculatedDefinition,
  Parameter,
} from '../../../../src/modules/assessments/question-types/calculated/calculated.dto';
import { drawValues } from '../../../../src/modules/assessments/question-types/calculated/parameters';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import { questionTypeOf } from '../../../../src/modules/assessments/question-types/registry';
import { gradeResponse } from '../../../../src/modules/assessments/question-types/responses';

const side = (name: string, others: Partial<Parameter> = {}): Parameter => ({
  ...{ name, min: '1', max: '9', decimals: 1, spread: 'even' },
  ...others,
});
const definition: CalculatedDefinition = {
  type: 'calculated',
  parameters: [side('a'), side('b')],
  formula: 'a / b',
  rounding: { to: 'decimals', places: 2 },
  tolerance: { type: 'absolute', value: '0.005' },
};
const asked = (values: Record<string, string>, others: Partial<CalculatedDefinition> = {}) => ({
  ...definition,
  ...others,
  values,
});
const shareOf = (question: CalculatedDefinition, response: string): string =>
  gradeResponse(question, response, '1').share.toDecimal(2);
const keyOf = (question: CalculatedDefinition): unknown => questionTypeOf(question).keyOf(question);

describe('a question with other numbers in each attempt', () => {
  it('is right for the number that its formula gives for the numbers of the attempt', () => {
    const thirds = asked({ a: '1', b: '3' });
    expect(keyOf(thirds)).toBe('0.33');
    expect(['0.33', '1/3', '0,335', '0.34', 'a third'].map((response) => shareOf(thirds, response))).toEqual([
      ...['1', '1', '1', '0', '0'],
    ]);
    expect(shareOf(asked({ a: '3', b: '1' }), '3')).toBe('1');
  });

  it('counts a text that is no number after a revision that accepts it, and accepts no number in this way', () => {
    const type = questionTypeOf(definition);
    const revised = type.accepting!(definition, 'A third') as CalculatedDefinition;
    const thirds = asked({ a: '1', b: '3' }, revised);
    expect(
      ['a third', 'A  THIRD', 'two thirds', '0.33', '0.5'].map((response) => shareOf(thirds, response)),
    ).toEqual(['1', '1', '0', '1', '0']);
    for (const other of ['0.5', '1/2', ' \u200b'])
      expect(type.accepting!(definition, other)).toEqual(definition);
    const { faults } = readDefinition('calculated', { ...definition, acceptedTexts: [''] });
    expect(faults).toMatchObject([{ field: 'definition.acceptedTexts[0]', rule: 'isVisible' }]);
  });

  it('takes the number that it shows as right, and the exact one, even without a tolerance', () => {
    const exact = asked({ a: '1', b: '8' }, { tolerance: { type: 'absolute', value: '0' } });
    expect(keyOf(exact)).toBe('0.13');
    expect(['0.13', '0.125', '0.12'].map((response) => shareOf(exact, response))).toEqual(['1', '1', '0']);
  });

  it.each([
    ['12345.678', 3, '12300'],
    ['123456.78', 3, '1.23e5'],
    ['0.0123456', 2, '0.012'],
    ['0.00123456', 2, '1.2e-3'],
    ['9.99', 2, '10'],
    ['2', 3, '2.00'],
    ['0', 2, '0.0'],
  ])('shows %s to %d significant figures as %s', (a, places, expected) => {
    const rounding = { to: 'significant_figures', places } as const;
    expect(keyOf(asked({ a, b: '1' }, { rounding }))).toBe(expected);
  });

  it('earns nothing, and has no key, where the formula has no result', () => {
    const divided = asked({ a: '1', b: '0' });
    expect([keyOf(divided), shareOf(divided, '0')]).toEqual([null, '0']);
  });

  it('puts what was drawn into prompt, feedback and view, and the same for the same seed', () => {
    const question = {
      promptHtml: '<p>What is {a} by {b}, or {c}?</p>',
      feedbackHtml: '<p>{a}/{b}</p>',
      definition,
    };
    const drawn = drawnFrom(question, 'seed');
    const { a, b } = drawn.drawn as { a: string; b: string };
    expect(drawn).toMatchObject({
      promptHtml: `<p>What is ${a} by ${b}, or {c}?</p>`,
      feedbackHtml: `<p>${a}/${b}</p>`,
      definition: { values: { a, b } },
    });
    expect(questionTypeOf(definition).viewOf(drawn.definition, null)).toEqual({
      type: 'calculated',
      values: { a, b },
    });
    expect(drawnFrom(question, 'seed')).toEqual(drawn);
    expect(drawnFrom(question, 'another').drawn).not.toEqual(drawn.drawn);
  });

  it('draws again what has no result', () => {
    const parameters = [side('a'), side('b', { min: '0', max: '1', decimals: 0 })];
    for (let seed = 0; seed < 50; seed += 1)
      expect(questionTypeOf(definition).draw!({ ...definition, parameters }, String(seed))['b']).toBe('1');
  });

  it('draws every value of an even parameter about equally often, with its decimals', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 4000; seed += 1) {
      const { a = '' } = drawValues([side('a', { min: '-0.35', max: '0.4' })], String(seed));
      counts.set(a, (counts.get(a) ?? 0) + 1);
    }
    const values = ['-0.3', '-0.2', '-0.1', '0.0', '0.1', '0.2', '0.3', '0.4'];
    expect([...counts.keys()].toSorted()).toEqual(values.toSorted());
    // 500 each; χ² of seven degrees of freedom is above 24.3 once in a thousand.
    const deviation = [...counts.values()].reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(deviation).toBeLessThan(24.3);
  });

  it('draws as many values from 1 to 10 as from 10 to 100 where they are spread by size', () => {
    const parameter = side('a', { max: '100', decimals: 2, spread: 'even_by_size' });
    const drawn = Array.from({ length: 2000 }, (_, seed) =>
      Number(drawValues([parameter], String(seed))['a']),
    );
    expect(drawn.every((value) => value >= 1 && value <= 100)).toBe(true);
    // 1,000 of 2,000, give or take four standard deviations of 22.4.
    expect(Math.abs(drawn.filter((value) => value < 10).length - 1000)).toBeLessThan(90);
  });

  it.each<[string, Partial<CalculatedDefinition>, string[]]>([
    [
      'two parameters of one name',
      { parameters: [side('a'), side('b'), side('a')] },
      ['parameters[2].name unique'],
    ],
    [
      'a parameter with the name of a function',
      { parameters: [side('a'), side('b'), side('sin')] },
      ['parameters[2].name isNoFunction'],
    ],
    [
      'a name that is none',
      { parameters: [side('a'), side('b'), side('1a')] },
      ['parameters[2].name matches'],
    ],
    [
      'a range that is turned',
      { parameters: [side('a'), side('b', { max: '0' })] },
      ['parameters[1].max notBelowMin'],
    ],
    [
      'a range without a value',
      { parameters: [side('a'), side('b', { min: '1.1', max: '1.9', decimals: 0 })] },
      ['parameters[1].max hasValues'],
    ],
    [
      'a range of too many values',
      { parameters: [side('a'), side('b', { max: '9e9' })] },
      ['parameters[1].max hasFewValues'],
    ],
    [
      'sizes below zero',
      { parameters: [side('a'), side('b', { min: '0', spread: 'even_by_size' })] },
      ['parameters[1].min isPositive'],
    ],
    ['a formula that is none', { formula: 'a +' }, ['formula isFormula']],
    ['a formula with a name that is none', { formula: 'a + c' }, ['formula isKnown']],
    ['a formula with a function that is none', { formula: 'process(a)' }, ['formula isFunction']],
    ['a formula that always divides by zero', { formula: 'a / (b - b)' }, ['formula hasResult']],
    ['a formula that grows beyond all numbers', { formula: '9 ^ 9 ^ 9 + a + b' }, ['formula hasResult']],
    [
      'no significant figures',
      { rounding: { to: 'significant_figures', places: 0 } },
      ['rounding.places min'],
    ],
    ['numbers that an author would give', { values: { a: '1' } }, ['values unknownField']],
    ['a penalty without units', { unitPenalty: '0.5' }, ['unitPenalty needsUnits']],
  ])('refuses %s', (_name, change, expected) => {
    const { faults } = readDefinition('calculated', { ...definition, ...change });
    expect(faults.map(({ field, rule }) => `${field} ${rule}`)).toEqual(
      expected.map((fault) => `definition.${fault}`),
    );
  });
});
