import { isWithin } from '../../../../src/modules/assessments/question-types/numeric/tolerances';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import {
  type QuestionDefinition,
  questionTypeOf,
} from '../../../../src/modules/assessments/question-types/registry';
import { gradeResponse } from '../../../../src/modules/assessments/question-types/responses';
import { Rational } from '../../../../src/shared/decimals/rational';
import { seededRandom } from '../../seeded-random';

type ToleranceType = Extract<QuestionDefinition, { type: 'numeric' }>['tolerance']['type'];

/*
 * The intervals of Moodle's question/type/numerical/question.php (get_tolerance_interval, 4.5), bounds included, without the 1e-14 by which it
 * widens them for its floats; significant figures as STACK's NumSigFigs compares them (doc/en/Authoring/Answer_Tests/Numerical.md).
 */
describe('a tolerance', () => {
  it.each<[given: string, key: string, type: ToleranceType, value: string, isRight: boolean]>([
    ['10.1', '10', 'absolute', '0.1', true],
    ['10.1000001', '10', 'absolute', '0.1', false],
    ['-9.9', '-10', 'relative', '0.01', true],
    ['0', '0', 'relative', '0.5', true],
    ['5', '10', 'geometric', '1', true],
    ['20', '10', 'geometric', '1', true],
    ['4.999', '10', 'geometric', '1', false],
    ['20.001', '10', 'geometric', '1', false],
    ['-5', '10', 'geometric', '1', false],
    ['-20', '-10', 'geometric', '1', true],
    ['0', '10', 'geometric', '1000', false],
    ['3.14', '3.14159', 'significant_figures', '3', true],
    ['3.142', '3.14159', 'significant_figures', '3', true],
    ['3.15', '3.14159', 'significant_figures', '3', false],
    ['9.96', '10', 'significant_figures', '2', true],
    ['0.000123', '0.00012345', 'significant_figures', '3', true],
    ['602000000000000000000000', '6.0221e23', 'significant_figures', '3', true],
    ['-2.5', '-3', 'significant_figures', '1', true],
    ['0', '1e-90', 'significant_figures', '1', false],
  ])('lets %s be right for %s, %s %s: %s', (given, key, type, value, isRight) => {
    expect(isWithin(Rational.of(given), { key, tolerance: { type, value } })).toBe(isRight);
  });

  it('rounds to significant figures as pencil and paper do', () => {
    const { below } = seededRandom(5);
    // Figure by figure: the first ones stay, and the next decides whether one is added.
    const rounded = (digits: string, figures: number): string => {
      const padded = digits.padEnd(figures + 1, '0');
      const kept = BigInt(padded.slice(0, figures)) + (Number(padded[figures]) >= 5 ? 1n : 0n);
      return (
        `${kept}${'0'.repeat(padded.length - figures)}`.slice(0, 20).padEnd(20, '0') + String(kept).length
      );
    };
    for (let round = 0; round < 2000; round += 1) {
      const digits = (): string => String(1 + below(9)) + String(below(100_000)).padStart(5, '0');
      const [one, other] = [digits(), below(2) === 1 ? digits() : ''];
      const second = other === '' ? String(Number(one) + below(30)).slice(0, 6) : other;
      const figures = 1 + below(5);
      const exponent = below(60) - 30;
      const tolerance = { type: 'significant_figures', value: String(figures) } as const;
      const verdict = isWithin(Rational.of(`${one}e${exponent}`), {
        key: `${second}e${exponent}`,
        tolerance,
      });
      expect([one, second, figures, verdict]).toEqual([
        one,
        second,
        figures,
        rounded(one, figures) === rounded(second, figures),
      ]);
    }
  });
});

describe('a numeric question', () => {
  const exact = (key: string) => ({ key, tolerance: { type: 'absolute' as const, value: '0' } });
  const length: QuestionDefinition = {
    type: 'numeric',
    ...exact('1.5'),
    units: [
      { unit: 'm', factor: '1' },
      { unit: 'cm', factor: '0.01' },
    ],
    unitPenalty: '0.25',
  };
  const angle: QuestionDefinition = {
    type: 'numeric',
    ...exact('30'),
    units: [
      { unit: '°', factor: '1' },
      { unit: "'", factor: '0.1' },
      { unit: '″', factor: '0.01' },
    ],
  };
  const ordered: QuestionDefinition = {
    type: 'numeric',
    ...exact('10'),
    alternatives: [
      { key: '10', tolerance: { type: 'absolute', value: '1' }, share: '0.5' },
      { key: '10', tolerance: { type: 'absolute', value: '5' }, share: '0.1' },
    ],
  };
  const earned = (definition: QuestionDefinition, response: unknown): string =>
    gradeResponse(definition, response, '4').earned.toDecimal(4);

  it.each<[QuestionDefinition, unknown, string]>([
    [length, '1.5 m', '4'],
    [length, '150cm', '4'],
    [length, '1,5 m', '4'],
    [length, '1.5', '3'],
    [length, '1.5 ft', '3'],
    [length, '1.5 cm', '3'],
    [length, '150 m', '0'],
    [length, '150', '0'],
    [length, '1.5 m²', '3'],
    [length, 'm 1.5', '4'],
    // None of these is the number 1.5.
    [length, 'minus 1.5', '0'],
    [length, '1.5³', '0'],
    [length, '1.5 - 1', '0'],
    [length, '√1.5', '0'],
    [angle, '30º', '4'],
    [angle, "300'", '4'],
    [angle, '300′', '4'],
    [angle, '3000"', '4'],
    [{ type: 'numeric', ...exact('8') }, '2³', '0'],
    [{ type: 'numeric', ...exact('10000') }, '10^4', '4'],
    [ordered, '10', '4'],
    [ordered, '10.5', '2'],
    [ordered, '13', '0.4'],
    [ordered, '16', '0'],
    [{ type: 'numeric', ...exact('1234'), language: 'en' }, '1,234', '4'],
    [{ type: 'numeric', ...exact('1.234'), language: 'de' }, '1,234', '4'],
    [{ type: 'numeric', ...exact('1234') }, '1,234', '0'],
    [{ type: 'numeric', ...exact('-0.5') }, '−½', '4'],
    [{ type: 'numeric', ...exact('5') }, '5 cm', '0'],
  ])('%j: %s earns %s of 4', (definition, response, points) => {
    expect(earned(definition, response)).toBe(points);
  });

  it.each<[string | number]>([
    ['1/3'],
    ['−2/3'],
    ['1e-20'],
    ['7e-99'],
    ['6.02e23'],
    ['123456789.123456789123456789'],
    ['0.1'],
    [0],
    ['½'],
    ['about five'],
    ['1.5 m'],
    ['2³'],
  ])('takes the answer %j after a revision that accepts it, and no other', (response) => {
    const accepting = questionTypeOf(ordered).accepting!(ordered, response);
    expect(earned(accepting, response)).toBe('4');
    const { faults } = readDefinition('numeric', accepting);
    expect(faults).toEqual([]);
    expect(earned(accepting, '0.33334')).toBe('0');
    expect(earned(accepting, '-77')).toBe('0');
  });
});
