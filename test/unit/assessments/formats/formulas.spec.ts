import fc from 'fast-check';
import { fromMoodleFormula, toMoodleFormula } from '../../../../src/modules/assessments/formats/formulas';
import {
  isFormula,
  readFormula,
} from '../../../../src/modules/assessments/question-types/calculated/formula';

const NAMES = new Set(['a', 'b']);
const VALUES = { a: 1.7, b: 3.2 };

function valueOf(formula: string | undefined): number {
  const read = readFormula(formula ?? '', NAMES);
  return isFormula(read) ? read(VALUES) : NaN;
}

/** Fully bracketed, with its value computed on the way. */
const { formula } = fc.letrec<{ formula: { text: string; value: number } }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom({ text: 'a', value: 1.7 }, { text: 'b', value: 3.2 }, { text: '2', value: 2 }),
    tie('formula').map(({ text, value }) => ({ text: `(-${text})`, value: -value })),
    tie('formula').map(({ text, value }) => ({ text: `abs(${text})`, value: Math.abs(value) })),
    fc
      .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/', '%', '^'), tie('formula'))
      .map(([one, sign, other]) => ({
        text: `(${one.text} ${sign} ${other.text})`,
        value: {
          '+': one.value + other.value,
          '-': one.value - other.value,
          '*': one.value * other.value,
          '/': one.value / other.value,
          '%': one.value % other.value,
          '^': one.value ** other.value,
        }[sign],
      })),
  ),
}));

describe('formulas as Moodle writes them', () => {
  it('say the same when they come back, with brackets only where they are needed', () => {
    fc.assert(
      fc.property(formula, ({ text, value }) => {
        fc.pre(text.length < 200);
        const again = fromMoodleFormula(toMoodleFormula(text));
        expect(valueOf(again)).toBe(value);
        expect(again?.length).toBeLessThanOrEqual(text.length);
        // What is written once more does not change.
        expect(fromMoodleFormula(toMoodleFormula(again ?? ''))).toBe(again);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['sqrt(a^2 + b^2)', 'sqrt(pow({a}, 2) + pow({b}, 2))'],
    ['-a^2', '-pow({a}, 2)'],
    ['a - (b - 1)', '{a} - ({b} - 1)'],
    ['a - (-b)', '{a} - (-{b})'],
    ['ln(a) % 3', 'fmod(log({a}), 3)'],
  ])('writes %s as %s', (ours, moodles) => {
    expect(toMoodleFormula(ours)).toBe(moodles);
  });

  it.each(['{a', '{a}+', '{a}[1]', '{a}; b', '{a} ? 1 : 2', '`a`', "'a'", '{a}='.repeat(3)])(
    'does not read %s',
    (written) => {
      expect(valueOf(fromMoodleFormula(written))).toBeNaN();
    },
  );
});
