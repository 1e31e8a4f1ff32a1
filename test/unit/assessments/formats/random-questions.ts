import fc from 'fast-check';
import type { StoredQuestion } from '../../../../src/modules/assessments/formats/question-format';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';

/** Signs that mean something in the file, in Markdown or in HTML, and letters of several scripts. */
const SIGNS = [
  ...'~=#{}:\\n%*[]<>&;_-+.,!?/|`"\'$@ ',
  '->',
  '::',
  '####',
  '//',
  '\n',
  '\n\n',
  '{}',
  '%50%',
  '[html]',
];
const text = fc
  .array(
    fc.oneof(fc.constantFrom(...SIGNS), fc.constantFrom('a', 'B', '7', 'é', 'ß', 'Ω', '中', '🙂', 'word ')),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((parts) => parts.join('').trim())
  .filter((written) => /[\p{L}\p{N}]/u.test(written));
/** Without what stands between the two sides of a pair, which nothing escapes. */
const arrowless = text.filter((written) => !written.includes('->'));
const texts = (least: number, from = text): fc.Arbitrary<string[]> =>
  fc.uniqueArray(from, { minLength: least, maxLength: 6 });
const listed = (all: string[]): { id: string; text: string }[] =>
  all.map((each, index) => ({ id: String(index + 1), text: each }));
const decimal = fc
  .tuple(fc.integer({ min: -10_000, max: 10_000 }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, places]) => (digits / 10 ** places).toFixed(places));
const share = fc.constantFrom('0.5', '0.25', '1/3', '2/3', '1/6', '5/6', '1/7', '1/9', '0.1', '0.05');

interface Format {
  /** Points may be others than 1. */
  hasPoints?: boolean;
  /** Letter case may matter in a short text. */
  hasCase?: boolean;
  /** An arrow may stand in a text. */
  hasArrows?: boolean;
  /** A number may have units. */
  hasUnits?: boolean;
}

const definitionOf = ({
  hasCase = false,
  hasArrows = false,
  hasUnits = false,
}: Format): fc.Arbitrary<object> => {
  const held = hasArrows ? text : arrowless;
  return fc.oneof(
    fc.boolean().map((key) => ({ type: 'true_false', key })),
    fc.tuple(texts(2), fc.nat(), fc.array(share, { maxLength: 3 })).map(([all, right, shares]) => {
      const options = listed(all);
      const key = options[right % options.length]?.id ?? '';
      const others = options.filter(({ id }) => id !== key).slice(0, shares.length);
      return {
        ...{ type: 'single_choice', options, key },
        ...(others.length > 0 && {
          shares: Object.fromEntries(others.map(({ id }, at) => [id, shares[at]])),
        }),
      };
    }),
    fc.tuple(texts(2), fc.integer({ min: 1, max: 6 })).map(([all, rights]) => {
      const options = listed(all);
      const key = options.slice(0, rights).map(({ id }) => id);
      return { type: 'multiple_choice', options, key, scoring: 'partial' };
    }),
    fc.tuple(texts(3), share).map(([all, taken]) => ({
      ...{ type: 'multiple_choice', options: listed(all), key: ['1', '2'], scoring: 'weighted' },
      weights: { 1: '2/3', 2: '1/3', 3: `-${taken}` },
    })),
    texts(1, held).map((accepted) => ({
      ...{ type: 'short_text', accepted, caseSensitive: hasCase },
    })),
    texts(1, held).map((accepted) => ({
      ...{ type: 'short_text', accepted: [...accepted, 'Me*n'], caseSensitive: false, wildcards: true },
    })),
    fc
      .tuple(decimal, decimal, fc.array(fc.tuple(decimal, share), { maxLength: 3 }))
      .map(([key, off, others]) => ({
        ...{ type: 'numeric', key, tolerance: { type: 'absolute', value: off.replace('-', '') } },
        ...(hasUnits && { units: [{ unit: 'cm', factor: '0.01' }], unitPenalty: '0.25' }),
        ...(others.length > 0 && {
          alternatives: others.map(([other, part]) => ({
            ...{ key: other, tolerance: { type: 'absolute', value: '0.5' }, share: part },
          })),
        }),
      })),
    fc.tuple(texts(1, held), texts(2), fc.nat()).map(([lefts, rights, shift]) => {
      const stems = listed(lefts);
      const uses = stems.map((_, index) => (index * (1 + (shift % 3))) % rights.length);
      // In the order in which they are used, as they are read again.
      const order = [...new Set([...uses, ...rights.keys()])];
      const choices = listed(order.map((at) => rights[at] ?? ''));
      const key = Object.fromEntries(
        stems.map(({ id }, index) => [id, String(order.indexOf(uses[index] ?? 0) + 1)]),
      );
      return { type: 'matching', stems, choices, key };
    }),
  );
};

/** A question of which the format can hold everything, with ids as readers give them. */
export function randomQuestion(format: Format = {}): fc.Arbitrary<StoredQuestion> {
  const points = format.hasPoints ? fc.constantFrom('1', '2.5', '0.0001', '9999') : fc.constant('1');
  return fc
    .record({ prompt: text, feedback: fc.option(text), definition: definitionOf(format), points })
    .filter(
      (each) =>
        readDefinition((each.definition as { type: string }).type, each.definition).faults.length === 0,
    )
    .map(({ definition: whole, ...others }) => ({
      ...{ ...others, definition: whole as QuestionDefinition },
      type: (whole as QuestionDefinition).type,
    }));
}

/** What is the same however it is written: `0` and `0.0`, `-0`. */
export function comparable(read: object): unknown {
  return JSON.parse(
    JSON.stringify(read, (_, value: unknown) =>
      typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? String(Number(value) || 0) : value,
    ),
  );
}
