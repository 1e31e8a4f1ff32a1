import fc from 'fast-check';
import type { StoredQuestion } from '../../../../src/modules/assessments/formats/question-format';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import type {
  AnyQuestionType,
  QuestionDefinition,
} from '../../../../src/modules/assessments/question-types/registry';
import { decimal, randomGuidance, randomQuestionOf, share, text } from './random-questions';

type Fields = Record<string, fc.Arbitrary<unknown>>;
type Whole = { type: string } & Record<string, unknown>;

const EVERYTHING = {
  ...{ hasPoints: true, hasCase: true, hasArrows: true, hasUnits: true, hasAll: true, hasFeedback: true },
  hasTypedFeedback: true,
};
const FILE_ID = fc.constantFrom(
  '01990000-0000-7000-8000-0000000000a1',
  '01990000-0000-7000-8000-0000000000a2',
);
const pixel = fc.integer({ min: 0, max: 90 });
const language = fc.constantFrom('de', 'tr', 'en');
const yes = fc.boolean();

const area = fc.oneof(
  fc.record({
    type: fc.constant('circle'),
    x: fc.integer({ min: 20, max: 70 }),
    y: fc.integer({ min: 20, max: 70 }),
    radius: fc.integer({ min: 1, max: 20 }),
  }),
  fc.tuple(pixel, pixel).map(([left, top]) => ({
    ...{ type: 'rectangle', left, top, right: left + 5, bottom: top + 7 },
  })),
  fc.tuple(pixel, pixel).map(([x, y]) => ({
    type: 'polygon',
    points: [
      { x, y },
      { x: x + 9, y },
      { x, y: y + 9 },
    ],
  })),
);
const areas = (most: number): fc.Arbitrary<object[]> =>
  fc.uniqueArray(area, { minLength: 1, maxLength: most, selector: (each) => JSON.stringify(each) });
const picture = fc.record({
  fileId: FILE_ID,
  ...{ width: fc.constant(100), height: fc.constant(100), alternativeText: text },
});
const tolerance = fc.oneof(
  ...['absolute', 'relative', 'geometric'].map((type) =>
    fc.record({ type: fc.constant(type), value: fc.constantFrom('0', '0.01', '1') }),
  ),
  fc.record({ type: fc.constant('significant_figures'), value: fc.constantFrom('1', '3') }),
);
const units = fc.constantFrom(
  [{ unit: 'cm', factor: '0.01' }],
  [
    { unit: 'm', factor: '1' },
    { unit: 'km', factor: '1e3' },
  ],
);
const typed: Fields = { language, ignoreAccents: yes, ignoreFinalPunctuation: yes };

/** Definitions made anew, for types that no format holds by itself. */
const ANEW: Readonly<Record<string, fc.Arbitrary<object>>> = {
  hotspot: fc.record({ picture, find: fc.constantFrom('one', 'all'), key: areas(4) }),
  markers: fc
    .tuple(
      picture,
      fc.uniqueArray(text, { minLength: 1, maxLength: 4 }),
      areas(4),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 4, maxLength: 4 }),
    )
    .map(([own, texts, places, copies]) => ({
      picture: own,
      markers: texts.map((each, index) => ({
        ...{ id: `marker-${index}`, text: each, ...(index > 0 && { copies: copies[index] }) },
      })),
      key: places.map((each, index) => ({ marker: `marker-${index % texts.length}`, area: each })),
    })),
  recording: fc.record(
    {
      ...{ medium: fc.constantFrom('audio', 'video'), maxSeconds: fc.integer({ min: 1, max: 7200 }) },
      ...{ maxMegabytes: fc.integer({ min: 1, max: 1000 }), markerNotes: text },
    },
    { requiredKeys: ['medium', 'maxSeconds', 'maxMegabytes'] },
  ),
  survey: fc.oneof(
    fc.constant({ form: 'free_text' }),
    fc
      .tuple(
        fc.constantFrom('one_option', 'several_options'),
        fc.uniqueArray(text, { minLength: 2, maxLength: 5 }),
      )
      .map(([form, texts]) => ({
        form,
        options: texts.map((each, index) => ({ id: `o${index}`, text: each })),
      })),
    fc
      .record(
        {
          min: fc.integer({ min: -3, max: 1 }),
          max: fc.integer({ min: 2, max: 9 }),
          minLabel: fc.constant('None'),
          maxLabel: fc.constant('All of it'),
        },
        { requiredKeys: ['min', 'max'] },
      )
      .map((scale) => ({ form: 'rating', scale })),
  ),
};

/** Fields that a definition may have besides, each of which some format has no way for. */
const MORE: Readonly<Record<string, Fields>> = {
  multiple_choice: {
    scoring: fc.constantFrom('all_or_nothing', 'partial'),
    exclusive: fc.constantFrom('1', '2'),
  },
  short_text: typed,
  numeric: {
    ...{ language, tolerance, unitPenalty: share, units },
    acceptedTexts: fc.constantFrom(['about five'], ['2³', 'zwei']),
  },
  calculated: {
    ...{ language, keyFeedback: text, otherFeedback: text, tolerance },
    acceptedTexts: fc.constantFrom(['about five'], ['2³', 'zwei']),
  },
  file: { templates: fc.constantFrom([{ fileId: '01990000-0000-7000-8000-0000000000a2' }]) },
};

/** The options of a definition with ids of their own. */
function withOwnIds(definition: Whole): Whole {
  const { type } = definition;
  if (!['single_choice', 'multiple_choice', 'matching', 'ordering'].includes(type)) return definition;
  const renamed = (value: unknown, isId: boolean): unknown => {
    if (typeof value === 'string') return isId && /^\d$/.test(value) ? `id_${value}` : value;
    if (Array.isArray(value)) return value.map((each) => renamed(each, isId));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const isOfKey = name === 'id' || name === 'key' || name === 'exclusive';
        const isShares = ['shares', 'weights', 'optionFeedback'].includes(name);
        return [/^\d$/.test(name) ? `id_${name}` : name, renamed(inner, isOfKey || (isId && !isShares))];
      }),
    );
  };
  return renamed(definition, false) as Whole;
}

/** Whether a text may be said again in pictures: some prompts, hints and feedbacks show a file. */
const shown = fc
  .tuple(text, fc.option(FILE_ID))
  .map(([said, fileId]) =>
    fileId === null ? said : `${said}\n\n![A *plot* (1)](/v1/files/${fileId}/content)`,
  );

/** A question of a type with anything that it may have. */
export function wholeQuestionOf(described: AnyQuestionType): fc.Arbitrary<StoredQuestion> {
  const { name } = described;
  const base = randomQuestionOf(described, EVERYTHING);
  const more = fc.record(MORE[name] ?? {}, { requiredKeys: [] });
  const guidance = fc
    .tuple(randomGuidance, fc.array(shown, { minLength: 6, maxLength: 6 }))
    .map(([own, texts]) => ({
      ...own,
      scoreFeedback: { ...own.scoreFeedback, right: own.scoreFeedback.right && (texts[5] ?? null) },
      hints: own.hints.map((hint, index) => ({ ...hint, text: texts[index] ?? hint.text })),
    }));
  return fc
    .tuple(base, ANEW[name] ?? fc.constant(null), more, guidance, shown, fc.option(shown), yes, decimal)
    .map(([question, anew, fields, own, prompt, feedback, hasOwnIds]) => {
      const definition = { ...(anew ?? question.definition), ...fields, type: name } as Whole;
      const whole = hasOwnIds ? withOwnIds(definition) : definition;
      return { ...question, ...own, prompt, feedback, definition: whole as unknown as QuestionDefinition };
    })
    .map((question) => {
      const { definition } = readDefinition(name, question.definition);
      return definition && { ...question, definition };
    })
    .filter((question) => question !== undefined);
}
