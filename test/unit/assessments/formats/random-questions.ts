import fc from 'fast-check';
import { type Guidance, NO_GUIDANCE } from '../../../../src/modules/assessments/questions/guidance';
import type { StoredQuestion } from '../../../../src/modules/assessments/formats/question-format';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import { ANSWER_TYPES } from '../../../../src/modules/files/purposes/answer';
import { ORDERING_SCORINGS } from '../../../../src/modules/assessments/question-types/ordering/scorings';
import {
  ALL_QUESTION_TYPES,
  type AnyQuestionType,
  type QuestionDefinition,
} from '../../../../src/modules/assessments/question-types/registry';

/** Signs that mean something in the file, in Markdown or in HTML, and letters of several scripts. */
const SIGNS = [
  ...'~=#{}:\\n%*[]<>&;_-+.,!?/|`"\'$@ ',
  ...['->', '::', '####', '//', '\n', '\n\n', '{}', '%50%', '[html]', ']]>', '<!--', '&#35;', '&amp;'],
];
export const text = fc
  .array(
    fc.oneof(fc.constantFrom(...SIGNS), fc.constantFrom('a', 'B', '7', 'é', 'ß', 'Ω', '中', '🙂', 'word ')),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join('').trim())
  .filter((written) => /[\p{L}\p{N}]/u.test(written));
/** Without what stands between the two sides of a pair, which nothing escapes. */
const arrowless = text.filter((written) => !written.includes('->'));
/** In one line, without runs of blanks, as a text with gaps is shown. */
const oneLine = text.map((written) => written.replace(/\s+/g, ' '));
const plainLine = text.map((written) => written.replace(/[[\]\s]+/g, ' ').trim());
const texts = (least: number, from = text): fc.Arbitrary<string[]> =>
  fc.uniqueArray(from, { minLength: least, maxLength: 6 });
const listed = (all: string[], prefix = ''): { id: string; text: string }[] =>
  all.map((each, index) => ({ id: `${prefix}${index + 1}`, text: each }));
export const decimal = fc
  .tuple(fc.integer({ min: -10_000, max: 10_000 }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, places]) => (digits / 10 ** places).toFixed(places));
export const share = fc.constantFrom('0.5', '0.25', '1/3', '2/3', '1/6', '5/6', '1/7', '1/9', '0.1', '0.05');

/** What the format can hold. */
export interface Format {
  /** Points may be others than 1. */
  hasPoints?: boolean;
  /** Letter case may matter in a short text. */
  hasCase?: boolean;
  /** An arrow may stand in a text. */
  hasArrows?: boolean;
  /** A number may have units. */
  hasUnits?: boolean;
  /** Several blanks are one, as between tags. */
  collapsesBlanks?: boolean;
  /** Weights of gaps may have decimals. */
  hasAll?: boolean;
  /** Something may be said to answers. */
  hasFeedback?: boolean;
  /** Something may be said to typed answers, and these may earn a part. */
  hasTypedFeedback?: boolean;
  /** Hints, a penalty for each try, and feedback by how much is right. */
  hasGuidance?: boolean;
}

/** With something said to some of the options. */
const withOptionFeedback = (definition: fc.Arbitrary<object>, has: boolean): fc.Arbitrary<object> =>
  has
    ? fc.tuple(definition, fc.array(fc.option(text), { maxLength: 6 })).map(([whole, said]) => {
        const { options } = whole as { options: { id: string }[] };
        const optionFeedback = Object.fromEntries(
          options.flatMap(({ id }, index) => (said[index] ? [[id, said[index]]] : [])),
        );
        return { ...whole, ...(Object.keys(optionFeedback).length > 0 && { optionFeedback }) };
      })
    : definition;
/** With some of the fields, each with a text. */
const withTexts = (
  definition: fc.Arbitrary<object>,
  fields: readonly string[],
  has: boolean,
): fc.Arbitrary<object> =>
  has
    ? fc
        .tuple(
          definition,
          fc.record(Object.fromEntries(fields.map((field) => [field, text])), { requiredKeys: [] }),
        )
        .map(([whole, said]) => ({ ...whole, ...said }))
    : definition;
const singleChoice = (held = text): fc.Arbitrary<object> =>
  fc.tuple(texts(2, held), fc.nat(), fc.array(share, { maxLength: 3 })).map(([all, right, shares]) => {
    const options = listed(all);
    const key = options[right % options.length]?.id ?? '';
    const others = options.filter(({ id }) => id !== key).slice(0, shares.length);
    return {
      ...{ type: 'single_choice', options, key },
      ...(others.length > 0 && { shares: Object.fromEntries(others.map(({ id }, at) => [id, shares[at]])) }),
    };
  });
const partial = (held = text): fc.Arbitrary<object> =>
  fc.tuple(texts(2, held), fc.integer({ min: 1, max: 6 })).map(([all, rights]) => {
    const options = listed(all);
    const key = options.slice(0, rights).map(({ id }) => id);
    return { type: 'multiple_choice', options, key, scoring: 'partial' };
  });
const weighted = (held = text): fc.Arbitrary<object> =>
  fc.tuple(texts(3, held), share).map(([all, taken]) => ({
    ...{ type: 'multiple_choice', options: listed(all), key: ['1', '2'], scoring: 'weighted' },
    weights: { 1: '2/3', 2: '1/3', 3: `-${taken}` },
  }));
const shortText = (held: fc.Arbitrary<string>, caseSensitive: boolean): fc.Arbitrary<object> =>
  fc.oneof(
    texts(1, held).map((accepted) => ({ type: 'short_text', accepted, caseSensitive })),
    texts(1, held).map((accepted) => ({
      ...{ type: 'short_text', accepted: [...accepted, 'Me*n'], caseSensitive: false, wildcards: true },
    })),
  );
/** With other answers, which earn a part and to which there is something to say. */
const withAlternatives = (definition: fc.Arbitrary<object>, has: boolean): fc.Arbitrary<object> =>
  has
    ? fc
        .tuple(
          definition,
          fc.array(
            fc.record(
              { text: fc.constantFrom('rest', 'other 7', 'Ω'), share, feedback: text },
              { requiredKeys: ['text', 'share'] },
            ),
            { maxLength: 2 },
          ),
        )
        .map(([whole, alternatives]) => ({ ...whole, ...(alternatives.length > 0 && { alternatives }) }))
    : definition;
const numeric = (hasUnits: boolean): fc.Arbitrary<object> =>
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
    }));
const matching = (held: fc.Arbitrary<string>, rights = text): fc.Arbitrary<object> =>
  fc.tuple(texts(1, held), texts(2, rights), fc.nat()).map(([lefts, all, shift]) => {
    const stems = listed(lefts);
    const choices = listed(all);
    const key = Object.fromEntries(
      stems.map(({ id }, index) => [id, choices[(index * (1 + (shift % 3))) % choices.length]?.id ?? '']),
    );
    return { type: 'matching', stems, choices, key };
  });
const ordering = (held = text): fc.Arbitrary<object> =>
  fc
    .tuple(texts(2, held), fc.constantFrom(...ORDERING_SCORINGS), fc.nat({ max: 5 }))
    .map(([all, scoring, shift]) => {
      const items = listed(all);
      const ids = items.map(({ id }) => id);
      return { type: 'ordering', items, key: [...ids.slice(shift), ...ids.slice(0, shift)], scoring };
    });
const gapTextOf = (parts: readonly string[], ids: readonly string[], hasParagraphs: boolean): string =>
  ids
    .map((id, index) => `${parts[index] ?? ''} [[${id}]]`)
    .join(hasParagraphs ? '.\n\n' : ', ')
    .trim();
const gapSelect = fc
  .tuple(
    fc.array(plainLine, { minLength: 1, maxLength: 4 }),
    texts(2, oneLine),
    texts(2, oneLine),
    fc.nat(),
    fc.boolean(),
  )
  .map(([parts, first, second, shift, hasParagraphs]) => {
    const ids = parts.map((_, index) => `gap-${index}`);
    const choices = [first, second].flatMap((all, group) =>
      all.map((each, index) => ({ id: `${group}-${index}`, text: each, group: group + 1 })),
    );
    const gaps = ids.map((id, index) => ({ id, group: 1 + ((index + shift) % 2) }));
    const key = gaps.map(({ id, group }, index) => {
      const own = choices.filter((choice) => choice.group === group);
      return [id, own[(index + shift) % own.length]?.id];
    });
    return {
      ...{ type: 'gap_select', text: gapTextOf(parts, ids, hasParagraphs), gaps, choices },
      key: Object.fromEntries(key),
    };
  });
const cloze = (hasDecimalWeights: boolean, held = text): fc.Arbitrary<object> =>
  fc
    .tuple(
      fc.array(plainLine, { minLength: 1, maxLength: 4 }),
      fc.array(
        fc.tuple(
          fc.oneof(singleChoice(held), partial(held), weighted(held), shortText(text, true), numeric(false)),
          fc.constantFrom(undefined, '2', '7', ...(hasDecimalWeights ? ['2.5'] : [])),
        ),
        { minLength: 4, maxLength: 4 },
      ),
      fc.boolean(),
    )
    .map(([parts, asked, hasParagraphs]) => {
      const ids = parts.map((_, index) => `gap${index}`);
      const gaps = ids.map((id, index) => {
        const [gap, weight] = asked[index] ?? [];
        return { ...gap, id, ...(weight && { weight }) };
      });
      return { type: 'cloze', text: gapTextOf(parts, ids, hasParagraphs), gaps };
    });
const FORMULAS = [
  'a + 2 * b',
  '-(a - b)^2 / sqrt(b)',
  'a^(b - 1) - (1 - a)',
  'log(a) + max(a, b, 3)',
  'a % b * pi()',
];
const calculated = (hasUnits: boolean): fc.Arbitrary<object> =>
  fc
    .tuple(
      fc.constantFrom(...FORMULAS),
      fc.constantFrom('absolute', 'relative', 'geometric'),
      fc.constantFrom('even', 'even_by_size'),
      fc.constantFrom({ to: 'decimals', places: 3 }, { to: 'significant_figures', places: 4 }),
    )
    .map(([formula, tolerance, spread, rounding]) => ({
      ...{ type: 'calculated', formula, rounding, tolerance: { type: tolerance, value: '0.01' } },
      ...(hasUnits && { units: [{ unit: 'cm', factor: '0.01' }], unitPenalty: '0.25' }),
      parameters: [
        { name: 'a', min: '1.5', max: '9', decimals: 1, spread },
        { name: 'b', min: '2', max: '5', decimals: 0, spread: 'even' },
      ],
    }));

const heldBy = ({ collapsesBlanks = false }: Format): fc.Arbitrary<string> =>
  collapsesBlanks ? oneLine : text;

/** Random definitions of a type. */
const DEFINITIONS: Readonly<Record<string, (format: Format) => fc.Arbitrary<object>>> = {
  true_false: ({ hasFeedback = false }) =>
    withTexts(
      fc.boolean().map((key) => ({ type: 'true_false', key })),
      ['trueFeedback', 'falseFeedback'],
      hasFeedback,
    ),
  single_choice: (format) => withOptionFeedback(singleChoice(heldBy(format)), format.hasFeedback ?? false),
  multiple_choice: (format) =>
    withOptionFeedback(
      fc.oneof(partial(heldBy(format)), weighted(heldBy(format))),
      format.hasFeedback ?? false,
    ),
  short_text: ({ hasCase = false, hasArrows = false, hasTypedFeedback = false }) =>
    withTexts(
      withAlternatives(shortText(hasArrows ? text : arrowless, hasCase), hasTypedFeedback),
      ['acceptedFeedback', 'otherFeedback'],
      hasTypedFeedback,
    ).filter((whole) => hasArrows || !JSON.stringify(whole).includes('->')),
  numeric: ({ hasUnits = false, hasTypedFeedback = false }) =>
    withTexts(numeric(hasUnits), ['keyFeedback', 'otherFeedback'], hasTypedFeedback),
  matching: (format) => matching(format.hasArrows ? heldBy(format) : arrowless, heldBy(format)),
  essay: ({ hasUnits = false }) =>
    hasUnits
      ? fc.record(
          {
            ...{
              type: fc.constant('essay'),
              format: fc.constantFrom('plain_text', 'markdown'),
              minWords: fc.constant(5),
            },
            ...{ maxWords: fc.constant(300), template: text, markerNotes: text },
          },
          { requiredKeys: ['type', 'format'] },
        )
      : fc.constant({ type: 'essay', format: 'plain_text' }),
  file: () =>
    fc
      .record({
        files: fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 })),
        mediaTypes: fc.shuffledSubarray([...ANSWER_TYPES], { minLength: 1 }),
        maxMegabytes: fc.integer({ min: 1, max: 1000 }),
        markerNotes: fc.option(text, { nil: undefined }),
      })
      .map(({ files, ...rest }) => ({
        ...{ type: 'file', minFiles: Math.min(...files), maxFiles: Math.max(...files) },
        ...rest,
      })),
  ordering: (format) => ordering(heldBy(format)),
  gap_select: () => gapSelect,
  cloze: (format) => cloze(format.hasAll ?? false, heldBy(format)),
  calculated: ({ hasUnits = false }) => calculated(hasUnits),
};

export const randomGuidance: fc.Arbitrary<Guidance> = fc.record({
  scoreFeedback: fc.record({ right: fc.option(text), partly: fc.option(text), wrong: fc.option(text) }),
  hints: fc.array(fc.record({ text, clearWrong: fc.boolean(), showRightCount: fc.boolean() }), {
    maxLength: 3,
  }),
  penalty: fc.constantFrom('1/3', '0', '1', '0.25', '1/7'),
});

/** A type that is not here yet is tried with its example: nobody can forget it. */
function definitionOf({ name, example }: AnyQuestionType, format: Format): fc.Arbitrary<object> {
  return DEFINITIONS[name]?.(format) ?? fc.constant({ ...example.definition, type: name });
}

/** A question of a type, of which the format can hold everything. */
export function randomQuestionOf(
  described: AnyQuestionType,
  format: Format = {},
): fc.Arbitrary<StoredQuestion> {
  const points = format.hasPoints ? fc.constantFrom('1', '2.5', '0.0001', '9999') : fc.constant('1');
  const tags = fc.uniqueArray(fc.constantFrom('Mitte', 'a]b', 'x\\y', '中心', '[tag:z]', '<b>'), {
    maxLength: 3,
  });
  const definition = definitionOf(described, format);
  const guidance = format.hasGuidance
    ? fc.oneof(fc.constant(NO_GUIDANCE), randomGuidance)
    : fc.constant(NO_GUIDANCE);
  return fc
    .record({ prompt: text, feedback: fc.option(text), definition, points, tags, guidance })
    .map(({ guidance: own, ...others }) => ({
      ...{ ...others, ...own },
      ...(described.isUnscored && { points: '0' }),
    }))
    .filter((each) => readDefinition(described.name, each.definition).faults.length === 0)
    .map(({ definition: whole, ...others }) => ({
      ...{ ...others, definition: whole as QuestionDefinition },
      type: (whole as QuestionDefinition).type,
    }));
}

/** A question of any registered type but those that the format cannot hold. */
export function randomQuestion(
  format: Format = {},
  cannotHold: Readonly<Record<string, unknown>> = {},
): fc.Arbitrary<StoredQuestion> {
  return fc.oneof(
    ...ALL_QUESTION_TYPES.filter(({ name }) => !Object.hasOwn(cannotHold, name)).map((described) =>
      randomQuestionOf(described, format),
    ),
  );
}
