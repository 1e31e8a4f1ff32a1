import {
  isFormula,
  readFormula,
} from '../../../../src/modules/assessments/question-types/calculated/formula';
import { seededRandom } from '../../seeded-random';

const NAMES = new Set(['a', 'b', 'e', 'constructor']);
const VALUES = { a: 3, b: -2.5, e: 10, constructor: 7 };

const valueOf = (text: string): number | string => {
  const read = readFormula(text, NAMES);
  return isFormula(read) ? read(VALUES) : `${read.rule} ${read.what}`;
};

describe('a formula', () => {
  it.each([
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['2 - 3 - 4', -5],
    ['24 / 4 / 2', 3],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['(-2) ^ 2', 4],
    ['-a ^ 2', -9],
    ['--a', 3],
    ['2 ^ -1', 0.5],
    ['2 * -a', -6],
    ['- a * b', 7.5],
    ['7 % 4', 3],
    ['1.5e3', 1500],
    ['.5', 0.5],
    ['e * constructor', 70],
    ['sqrt(a ^ 2 + 16)', 5],
    ['max(a, b, e)', 10],
    ['pi()', Math.PI],
    ['round(2.5)', 3],
    ['round(-2.5)', -3],
    ['round(1.25, 1)', 1.3],
    ['atan2(1, 1)', Math.PI / 4],
    ['1 / 0', Infinity],
    ['sqrt(-1)', NaN],
  ])('has as the value of %s: %d', (text, expected) => expect(valueOf(text)).toBe(expected));

  it.each([
    ['2 +', 'isFormula 4'],
    ['(2', 'isFormula 3'],
    ['2a', 'isFormula 2'],
    ['a b', 'isFormula 1'],
    ['a, b', 'isFormula 1'],
    ['a ? 1 : 2', 'isFormula 1'],
    ['[a]', 'isFormula 1'],
    ['this', 'isFormula 1'],
    ['a.b', 'isFormula 1'],
    ['a["constructor"]', 'isFormula 1'],
    ['c', 'isKnown c'],
    ['"a"', 'isKnown "a"'],
    ['true', 'isKnown true'],
    ['a == b', 'isFormula 3'],
    ['a = 1', 'isFormula 3'],
    ['eval(a)', 'isFunction eval'],
    ['constructor(a)', 'isFunction constructor'],
    ['sqrt', 'isKnown sqrt'],
    ['sqrt()', 'hasArguments sqrt'],
    ['sqrt(1, 2)', 'hasArguments sqrt'],
    ['sqrt.call(1)', 'isFormula 1'],
    ['(sqrt)(4)', 'isFormula 1'],
    ['((a))(b)', 'isFormula 1'],
    ['()', 'isFormula 1'],
    ['sqrt(())', 'isFormula 1'],
    [`${'('.repeat(300)}a${')'.repeat(300)}`, 'isSimple '],
    [Array.from({ length: 101 }, () => 'a').join('+'), 'isSimple '],
    ['a'.repeat(501), 'isSimple '],
  ])('is none: %s', (text, expected) => expect(valueOf(text)).toBe(expected));

  it('has the value of the tree that was written down, with every bracket or only those that are needed', () => {
    const { below, pick } = seededRandom(20260311);
    // A tree is written with its value, its precedence and its text.
    type Written = { value: number; binds: number; text: string };
    const OPERATORS: [string, number, (left: number, right: number) => number][] = [
      ['+', 1, (left, right) => left + right],
      ['-', 1, (left, right) => left - right],
      ['*', 2, (left, right) => left * right],
      ['/', 2, (left, right) => left / right],
      ['^', 4, (left, right) => left ** right],
    ];
    const bracketed = ({ text }: Written): string => `(${text})`;
    const written = (depth: number): Written => {
      if (depth === 0 || below(4) === 0) {
        const name = pick(['a', 'b', 'e'] as const);
        if (below(2) === 0) return { value: VALUES[name], binds: 9, text: name };
        const number = below(50) / 10;
        return { value: number, binds: 9, text: String(number) };
      }
      const left = written(depth - 1);
      if (below(5) === 0)
        return { value: -left.value, binds: 3, text: `-${left.binds < 4 ? bracketed(left) : left.text}` };
      const right = written(depth - 1);
      const [sign, binds, apply] = pick(OPERATORS);
      const isRightFirst = sign === '^';
      const all = below(3) === 0;
      const first = all || left.binds < binds || (isRightFirst && left.binds <= binds);
      // A sign after an operator is in brackets unless it is the power's, whose right side may begin with one.
      const second = all || right.binds < binds || (!isRightFirst && right.binds <= binds);
      return {
        value: apply(left.value, right.value),
        binds,
        text: `${first ? bracketed(left) : left.text} ${sign} ${second ? bracketed(right) : right.text}`,
      };
    };
    for (let round = 0; round < 2000; round += 1) {
      const { text, value } = written(1 + below(4));
      expect([text, valueOf(text)]).toEqual([text, value]);
    }
  });
});
