import { Rational } from '../../../../shared/decimals/rational';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { type ChoiceOption, idFaults, optionFaults, shownOptions } from '../parts/choice-option.dto';
import { foldedText } from '../parts/folded-text';
import { inNeutralOrder } from '../parts/neutral-order';
import type { ApiSchema, ResponseShape } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { MatchingDefinition, MatchingView, type Pairs } from './matching.dto';
import { sentences } from './matching.sentences';

const PAIRS: ApiSchema = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'The id of a choice by the id of each stem.',
};

const pairs: ResponseShape<Pairs, Pick<MatchingDefinition, 'stems' | 'choices'>> = {
  schema: { ...PAIRS, description: 'The id of a choice by the id of a stem. Stems may be left out.' },
  faultsOf(value, { stems, choices }, field) {
    if (!isJsonObject(value)) return [{ field, rule: 'isPairs', message: sentences.pairsNeeded({ field }) }];
    return Object.entries(value).flatMap(([stem, choice]) => pairFaults(field, stem, choice, stems, choices));
  },
  isSame(one, other) {
    const stems = Object.keys(one);
    return stems.length === Object.keys(other).length && stems.every((stem) => one[stem] === other[stem]);
  },
};

export const matching = questionType({
  name: 'matching',
  Definition: MatchingDefinition,
  keyFields: ['key'],
  definitionFaults: ({ stems, choices, key }) => [
    ...optionFaults(stems, 'definition.stems'),
    ...idFaults(choices, 'definition.choices'),
    ...Object.entries(key).flatMap(([stem, choice]) =>
      pairFaults('definition.key', stem, choice, stems, choices),
    ),
    ...stems.flatMap(({ id }) => (Object.hasOwn(key, id) ? [] : [unmatched(id)])),
  ],
  View: MatchingView,
  viewOf: ({ type, stems, choices }) => ({
    type,
    stems: shownOptions(stems),
    choices: inNeutralOrder(shownOptions(choices)),
  }),
  response: pairs,
  grade,
  keySchema: PAIRS,
  keyOf: ({ key }) => key,
  example: {
    summary: 'Matching, with a choice that belongs to nothing',
    prompt: 'What does each of these say about a list of numbers?',
    points: '3',
    definition: {
      stems: [
        { id: 'mean', text: 'The mean' },
        { id: 'median', text: 'The median' },
        { id: 'mode', text: 'The mode' },
      ],
      choices: [
        { id: 'sum', text: 'Their sum, divided by how many there are' },
        { id: 'middle', text: 'The middle one, when they are sorted' },
        { id: 'most', text: 'The one that is there most often' },
        { id: 'spread', text: 'How far they lie apart' },
      ],
      key: { mean: 'sum', median: 'middle', mode: 'most' },
    },
    feedback: 'All three are typical values; how far numbers lie apart is said by their spread.',
    response: { mean: 'sum', median: 'middle', mode: 'most' },
  },
});

/** Stems with a right choice, of all stems. Another choice with the text of the right one is as right. */
function grade({ stems, choices, key }: MatchingDefinition, chosen: Pairs): Rational {
  const texts = new Map(choices.map(({ id, text }) => [id, foldedText(text, { caseSensitive: true })]));
  const right = stems.filter(({ id }) => {
    const choice = Object.hasOwn(chosen, id) ? chosen[id] : undefined;
    return choice !== undefined && texts.get(choice) === texts.get(key[id] ?? '');
  });
  return Rational.of(right.length).over(stems.length);
}

function pairFaults(
  at: string,
  stem: string,
  choice: unknown,
  stems: readonly ChoiceOption[],
  choices: readonly ChoiceOption[],
): FieldError[] {
  const field = `${at}.${stem.slice(0, 64)}`;
  if (!stems.some(({ id }) => id === stem))
    return [{ field, rule: 'isStem', message: sentences.isNoStem({ field }) }];
  if (choices.some(({ id }) => id === choice)) return [];
  return [{ field, rule: 'isOption', message: sentences.isNoChoice({ field }) }];
}

function unmatched(stem: string): FieldError {
  const field = `definition.key.${stem}`;
  return { field, rule: 'required', message: sentences.stemWithoutChoice({ field: 'definition.key', stem }) };
}
