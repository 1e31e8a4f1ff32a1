import { Rational } from '../../../../shared/decimals/rational';
import { type ChoiceOption, idFaults, optionFaults, shownOptions } from '../parts/choice-option.dto';
import { textAsSeen } from '../parts/folded-text';
import { countbackOf } from '../parts/countback';
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
import { MatchingDefinition, MatchingView } from './matching.dto';

export const matching = questionType({
  name: 'matching',
  Definition: MatchingDefinition,
  keyFields: ['key'],
  definitionFaults: ({ stems, choices, key }) => [
    ...optionFaults(stems, 'definition.stems'),
    ...idFaults(choices, 'definition.choices'),
    ...keyPairsFaults(key, pairingOf({ stems, choices })),
  ],
  View: MatchingView,
  viewOf: ({ type, stems, choices }, order) => ({
    type,
    stems: shownOptions(stems),
    choices: inOrderOrNeutral(shownOptions(choices), order),
  }),
  itemsOf: ({ choices }) => choices,
  response: pairsShape(pairingOf, {
    ...PAIRS,
    description: 'The id of a choice by the id of a stem. Stems may be left out.',
  }),
  grade,
  rightParts: (definition, chosen) => {
    const right = definition.stems.filter((stem) => isRight(definition, stem, chosen)).map(({ id }) => id);
    return { right: right.length, of: definition.stems.length, rest: pairsAt(chosen, right) };
  },
  isComplete: ({ stems }, chosen) => stems.every(({ id }) => choiceAt(chosen, id) !== undefined),
  countback: (definition, tries, penalty) =>
    countbackOf(
      definition.stems.map((stem) => tries.map((chosen) => isRight(definition, stem, chosen))),
      penalty,
    ),
  guessShare: ({ choices }) => Rational.ONE.over(new Set(textsById(choices).values()).size),
  choices: {
    places: (definition) =>
      definition.stems.map((stem) => ({
        ...{ id: stem.id, text: stem.text },
        options: definition.choices.map(({ id, text }) => {
          return { id, text, isRight: isRight(definition, stem, { [stem.id]: id }) };
        }),
      })),
    chosenAt: (chosen, stem) => [choiceAt(chosen, stem ?? '')].filter((id) => id !== undefined),
  },
  summary: ({ stems, choices }, chosen) =>
    pairsSaid(
      stems.map(({ id, text }) => ({ id, said: text })),
      choices,
      chosen,
    ),
  keySchema: { ...PAIRS, description: 'The id of the right choice by the id of each stem.' },
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
function grade(definition: MatchingDefinition, chosen: Pairs): Rational {
  const { stems } = definition;
  return Rational.of(stems.filter((stem) => isRight(definition, stem, chosen)).length).over(stems.length);
}

function isRight({ choices, key }: MatchingDefinition, { id }: ChoiceOption, chosen: Pairs): boolean {
  const choice = choiceAt(chosen, id);
  const texts = textsById(choices);
  return choice !== undefined && texts.get(choice) === texts.get(key[id] ?? '');
}

/** Choices of the same text count as one. */
function textsById(choices: readonly ChoiceOption[]): ReadonlyMap<string, string> {
  return new Map(choices.map(({ id, text }) => [id, textAsSeen(text)]));
}

function pairingOf({ stems, choices }: Pick<MatchingDefinition, 'stems' | 'choices'>): Pairing {
  const ids = choices.map(({ id }) => id);
  return { places: stems.map(({ id }) => id), choicesFor: () => ids };
}
