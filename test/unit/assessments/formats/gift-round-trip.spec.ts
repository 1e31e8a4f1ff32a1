import fc from 'fast-check';
import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import { readGift } from '../../../../src/modules/assessments/formats/gift/gift-reader';
import { writeGift } from '../../../../src/modules/assessments/formats/gift/gift-writer';
import type { StoredQuestion } from '../../../../src/modules/assessments/formats/question-format';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import {
  ALL_QUESTION_TYPES,
  type QuestionDefinition,
} from '../../../../src/modules/assessments/question-types/registry';

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

const definition: fc.Arbitrary<object> = fc.oneof(
  fc.boolean().map((key) => ({ type: 'true_false', key })),
  fc.tuple(texts(2), fc.nat(), fc.array(share, { maxLength: 3 })).map(([all, right, shares]) => {
    const options = listed(all);
    const key = options[right % options.length]?.id ?? '';
    const others = options.filter(({ id }) => id !== key).slice(0, shares.length);
    return {
      ...{ type: 'single_choice', options, key },
      ...(others.length > 0 && { shares: Object.fromEntries(others.map(({ id }, at) => [id, shares[at]])) }),
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
  texts(1, arrowless).map((accepted) => ({
    ...{ type: 'short_text', accepted, caseSensitive: false },
  })),
  texts(1, arrowless).map((accepted) => ({
    ...{ type: 'short_text', accepted: [...accepted, 'Me*n'], caseSensitive: false, wildcards: true },
  })),
  fc
    .tuple(decimal, decimal, fc.array(fc.tuple(decimal, share), { maxLength: 3 }))
    .map(([key, off, others]) => ({
      ...{ type: 'numeric', key, tolerance: { type: 'absolute', value: off.replace('-', '') } },
      ...(others.length > 0 && {
        alternatives: others.map(([other, part]) => ({
          ...{ key: other, tolerance: { type: 'absolute', value: '0.5' }, share: part },
        })),
      }),
    })),
  fc.tuple(texts(1, arrowless), texts(2), fc.nat()).map(([lefts, rights, shift]) => {
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

const question: fc.Arbitrary<StoredQuestion> = fc
  .record({ prompt: text, feedback: fc.option(text), definition })
  .filter(
    (each) => readDefinition((each.definition as { type: string }).type, each.definition).faults.length === 0,
  )
  .map(({ prompt, feedback, definition: whole }) => ({
    ...{ prompt, feedback, points: '1', definition: whole as QuestionDefinition },
    type: (whole as QuestionDefinition).type,
  }));

/** What is the same however it is written: `0` and `0.0`, `-0`. */
function comparable(read: object): unknown {
  return JSON.parse(
    JSON.stringify(read, (_, value: unknown) =>
      typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? String(Number(value) || 0) : value,
    ),
  );
}

describe('questions written as GIFT and read again', () => {
  it('are the same, whatever signs are in them', () => {
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 5 }), (questions) => {
        const written = questions.map(writeGift);
        expect(written.flatMap(({ remarks }) => remarks)).toEqual([]);
        const blocks = [...readGift(written.map((each) => each.text).join('\n'))].map(checkedBlock);
        expect(blocks.flatMap(({ remarks }) => remarks)).toEqual([]);
        const read = blocks.map((block) => {
          const { type, prompt, points, feedback = null, definition: own } = block.question ?? { type: null };
          return { type, prompt, points, feedback, definition: { type, ...own } };
        });
        expect(comparable(read)).toEqual(comparable(questions));
      }),
      { numRuns: 500 },
    );
  });

  it('keep all that GIFT has, or the remarks say what not, for an example of each type', () => {
    const told = ALL_QUESTION_TYPES.map(({ name, example }) => {
      const { prompt, points, feedback } = example;
      const whole = { type: name, ...example.definition } as QuestionDefinition;
      const { text: written, remarks } = writeGift({
        type: name,
        prompt,
        points,
        feedback,
        definition: whole,
      });
      return [
        name,
        written !== null,
        ...remarks.map(({ code }) => code).filter((code) => code !== 'points_not_carried'),
      ];
    });
    expect(told).toEqual(
      expect.arrayContaining([
        ['single_choice', true],
        ['multiple_choice', true],
        ['true_false', true],
        ['numeric', true],
        ['short_text', true],
        ['matching', true],
        ['ordering', false, 'type_not_carried'],
        ['gap_select', false, 'type_not_carried'],
      ]),
    );
  });

  it('lose what GIFT has no sign for, and say so', () => {
    const asked = { prompt: 'Two?', points: '2.5', feedback: null };
    const codes = (whole: QuestionDefinition): string[] =>
      writeGift({ ...asked, type: whole.type, definition: whole }).remarks.map(({ code }) => code);
    const both = listed(['a', 'b']);
    expect(
      codes({
        ...{
          type: 'short_text',
          accepted: ['Two'],
          caseSensitive: true,
          ignoreAccents: true,
          language: 'tr',
        },
      }),
    ).toEqual(['case_not_carried', 'folding_not_carried', 'language_not_carried', 'points_not_carried']);
    expect(
      codes({
        type: 'multiple_choice',
        options: both,
        key: ['1'],
        scoring: 'all_or_nothing',
        exclusive: '2',
      }),
    ).toEqual(['exclusive_not_carried', 'scoring_not_carried', 'points_not_carried']);
    expect(codes({ type: 'numeric', key: '200', tolerance: { type: 'relative', value: '0.01' } })).toEqual([
      'relative_as_absolute',
      'points_not_carried',
    ]);
    expect(codes({ type: 'numeric', key: '2', tolerance: { type: 'geometric', value: '1' } })).toEqual([
      'tolerance_not_carried',
      'points_not_carried',
    ]);
  });
});
