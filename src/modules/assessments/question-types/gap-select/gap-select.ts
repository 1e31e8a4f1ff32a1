import { Rational } from '../../../../shared/decimals/rational';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { idFaults } from '../parts/choice-option.dto';
import { countbackOf } from '../parts/countback';
import { textAsSeen } from '../parts/folded-text';
import { gapFaults } from '../parts/gap-text';
import { inOrderOrNeutral } from '../parts/item-order';
import {
  choiceAt,
  keyPairsFaults,
  type Pairing,
  PAIRS,
  type Pairs,
  pairsAt,
  pairsSaid,
  pairsShape,
} from '../parts/pairs';
import { questionType } from '../question-type';
import { GapSelectDefinition, GapSelectView } from './gap-select.dto';
import { sentences } from './gap-select.sentences';

export const gapSelect = questionType({
  name: 'gap_select',
  Definition: GapSelectDefinition,
  keyFields: ['key'],
  definitionFaults: (definition) => [
    ...gapFaults(definition, 'definition'),
    ...idFaults(definition.choices, 'definition.choices'),
    ...choiceFaults(definition),
    ...keyPairsFaults(definition.key, pairingOf(definition)),
  ],
  View: GapSelectView,
  viewOf: ({ type, text, gaps, choices }, order) => ({
    type,
    text,
    gaps: gaps.map(({ id, group }) => ({ id, group })),
    choices: inOrderOrNeutral(
      choices.map(({ id, text: shown, group }) => ({ id, text: shown, group })),
      order,
    ),
  }),
  itemsOf: ({ choices }) => choices,
  response: pairsShape(pairingOf, {
    ...PAIRS,
    description: 'The id of a choice by the id of a gap. Gaps may be left out.',
  }),
  grade,
  rightParts: ({ gaps, key }, chosen) => {
    const right = gaps.map(({ id }) => id).filter((id) => choiceAt(chosen, id) === key[id]);
    return { right: right.length, of: gaps.length, rest: pairsAt(chosen, right) };
  },
  isComplete: ({ gaps }, chosen) => gaps.every(({ id }) => choiceAt(chosen, id) !== undefined),
  countback: ({ gaps, key }, tries, penalty) =>
    countbackOf(
      gaps.map(({ id }) => tries.map((chosen) => choiceAt(chosen, id) === key[id])),
      penalty,
    ),
  guessShare: (definition) => {
    const { places, choicesFor } = pairingOf(definition);
    return Rational.sum(places.map((place) => Rational.ONE.over(choicesFor(place).length))).over(
      places.length,
    );
  },
  choices: {
    places: ({ gaps, choices, key }) =>
      gaps.map((gap) => ({
        ...{ id: gap.id, text: null },
        options: choices
          .filter(({ group }) => group === gap.group)
          .map(({ id, text }) => ({ id, text, isRight: id === key[gap.id] })),
      })),
    chosenAt: (chosen, gap) => [choiceAt(chosen, gap ?? '')].filter((id) => id !== undefined),
  },
  summary: ({ gaps, choices }, chosen) =>
    pairsSaid(
      gaps.map(({ id }) => ({ id, said: id })),
      choices,
      chosen,
    ),
  keySchema: { ...PAIRS, description: 'The id of the right choice by the id of each gap.' },
  keyOf: ({ key }) => key,
  example: {
    summary: 'A text with gaps to choose for',
    prompt: 'Choose the words that make this true.',
    points: '2',
    definition: {
      text: 'Half of the values lie below the [[middle]]. How far they lie apart is said by the [[spread]].',
      gaps: [
        { id: 'middle', group: 1 },
        { id: 'spread', group: 2 },
      ],
      choices: [
        { id: 'mean', text: 'mean', group: 1 },
        { id: 'median', text: 'median', group: 1 },
        { id: 'mode', text: 'mode', group: 1 },
        { id: 'iqr', text: 'interquartile range', group: 2 },
        { id: 'count', text: 'number of values', group: 2 },
      ],
      key: { middle: 'median', spread: 'iqr' },
    },
    feedback: 'The mean may have more than half of the values on one side.',
    response: { middle: 'median', spread: 'iqr' },
  },
});

/** Gaps with the right choice, of all gaps. */
function grade({ gaps, key }: GapSelectDefinition, chosen: Pairs): Rational {
  const right = gaps.filter(({ id }) => choiceAt(chosen, id) === key[id]);
  return Rational.of(right.length).over(gaps.length);
}

function pairingOf({ gaps, choices }: Pick<GapSelectDefinition, 'gaps' | 'choices'>): Pairing {
  const groups = new Map(gaps.map(({ id, group }) => [id, group]));
  return {
    places: [...groups.keys()],
    choicesFor: (place) => choices.filter(({ group }) => group === groups.get(place)).map(({ id }) => id),
  };
}

function choiceFaults({ choices }: GapSelectDefinition): FieldError[] {
  const seen = new Set<string>();
  return choices.flatMap(({ text, group }, index) => {
    const field = `definition.choices[${index}].text`;
    const shown = `${group} ${textAsSeen(text)}`;
    if (seen.has(shown)) return [{ field, rule: 'unique', message: sentences.choiceTwice({ field }) }];
    seen.add(shown);
    return [];
  });
}
