import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';
import { gradeResponse } from '../../../../src/modules/assessments/question-types/responses';
import { seededRandom } from '../../seeded-random';

const ROUNDS = 400;
const { below, pick } = seededRandom(20260302);

/** A share as `[numerator, denominator]` in lowest terms. */
function shareOf(definition: QuestionDefinition, response: unknown): [bigint, bigint] {
  const { share } = gradeResponse(definition, response, '1');
  return [share.numerator, share.denominator];
}

const optionsOf = (ids: readonly string[]) => ids.map((id) => ({ id, text: `Text of ${id}` }));
const shuffledBy = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, order: below(1_000_000) }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ item }) => item);

describe('grading agrees with a slow computation of its own', () => {
  it('awards a single choice only for the key, whatever the order of the options', () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = Array.from({ length: 2 + below(19) }, (_, index) => `o${index}`);
      const key = pick(ids);
      for (const id of ids) {
        const definition = { type: 'single_choice', options: optionsOf(shuffledBy(ids)), key } as const;
        expect(shareOf(definition, id)).toEqual(id === key ? [1n, 1n] : [0n, 1n]);
      }
    }
  });

  it('awards a multiple choice for right choices minus wrong ones, in any order', () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = Array.from({ length: 2 + below(19) }, (_, index) => `o${index}`);
      const key = ids.filter((_id, index) => index === 0 || below(2) === 1);
      const chosen = ids.filter(() => below(2) === 1);
      // Walk the options and keep count by hand; reduce the fraction by trying every divisor.
      let net = 0;
      let isAll = true;
      for (const id of ids) {
        if (chosen.includes(id)) net += key.includes(id) ? 1 : -1;
        if (chosen.includes(id) !== key.includes(id)) isAll = false;
      }
      let [numerator, denominator] = [Math.max(0, net), key.length];
      for (let divisor = denominator; divisor > 1; divisor -= 1)
        while (numerator % divisor === 0 && denominator % divisor === 0)
          [numerator, denominator] = [numerator / divisor, denominator / divisor];
      const common = {
        type: 'multiple_choice',
        options: optionsOf(shuffledBy(ids)),
        key: shuffledBy(key),
      } as const;
      const response = shuffledBy(chosen);
      expect(shareOf({ ...common, scoring: 'partial' }, response)).toEqual([
        BigInt(numerator),
        BigInt(numerator === 0 ? 1 : denominator),
      ]);
      expect(shareOf({ ...common, scoring: 'all_or_nothing' }, response)).toEqual([isAll ? 1n : 0n, 1n]);
    }
  });

  it('grades all four cases of true or false', () => {
    for (const key of [true, false])
      for (const response of [true, false])
        expect(shareOf({ type: 'true_false', key }, response)).toEqual([key === response ? 1n : 0n, 1n]);
  });

  it('grades a number by its distance in units of the last digit, however it is written', () => {
    for (let round = 0; round < ROUNDS * 5; round += 1) {
      // Hundredths and thousandths as whole numbers: |given − key| ≤ tolerance, or ≤ |key| · tolerance / 1000.
      const [key, given] = [below(4001) - 2000, below(4001) - 2000];
      const [type, tolerance] = [pick(['absolute', 'relative'] as const), below(500)];
      const isRight =
        type === 'absolute'
          ? Math.abs(given - key) <= tolerance
          : Math.abs(given - key) * 1000 <= Math.abs(key) * tolerance;
      const value = type === 'absolute' ? hundredths(tolerance) : `${tolerance}e-3`;
      const definition = { type: 'numeric', key: hundredths(key), tolerance: { type, value } } as const;
      const written = pick([hundredths(given), `${given}e-2`, ` ${hundredths(given)}00 `, `${given}.0E-2`]);
      expect({ definition, written, share: shareOf(definition, written) }).toEqual({
        definition,
        written,
        share: [isRight ? 1n : 0n, 1n],
      });
    }
  });

  it('accepts a short text with the same letters, whatever their case, their form and the space around them', () => {
    const letters = [...'abcdefgäéßøñ'];
    for (let round = 0; round < ROUNDS; round += 1) {
      const word = () => Array.from({ length: 1 + below(6) }, () => pick(letters)).join('');
      const words = Array.from({ length: 1 + below(3) }, word);
      const other = words.map((part) => (below(2) === 1 ? part : word()));
      const definition = {
        type: 'short_text' as const,
        accepted: ['other', words.join(' ')],
        caseSensitive: false,
      };
      const written = other
        .map((part) => (below(2) === 1 ? part.toUpperCase() : part).normalize(pick(['NFC', 'NFD'])))
        .join(pick([' ', '  ', '\t', ' \n ', '\u00a0']));
      // Capital ß is SS: compare letter by letter with every ß spelled out.
      const spelled = (parts: string[]) => parts.join(' ').replaceAll('ß', 'ss');
      expect({ words, written, share: shareOf(definition, ` ${written}`) }).toEqual({
        words,
        written,
        share: [spelled(words) === spelled(other) ? 1n : 0n, 1n],
      });
    }
  });
});

function hundredths(count: number): string {
  const digits = String(Math.abs(count)).padStart(3, '0');
  return `${count < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
