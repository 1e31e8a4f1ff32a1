import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { type ChoiceOption, textsOf } from './choice-option.dto';
import { sentences } from '../question-types.sentences';
import type { ApiSchema, ResponseShape } from './response-shapes';

/** The id of a choice by the id of each place, such as a stem to be matched or a gap in a text. */
export type Pairs = Record<string, string>;

/** The places, and which choices may go to each. */
export interface Pairing {
  places: readonly string[];
  choicesFor: (place: string) => readonly string[];
}

export const PAIRS: ApiSchema = { type: 'object', additionalProperties: { type: 'string' } };

/** The right choice for each place. `pairsFaults` judges what is in it. */
export const RightPairs = (example: Pairs, description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example, description }),
    fieldRule('isPairs', isJsonObject, (field) => sentences.pairsNeeded({ field })),
  );

/** A response of pairs. Places may be left out. `schema` is `PAIRS` with a description. */
export function pairsShape<Definition>(
  pairingOf: (definition: Definition) => Pairing,
  schema: ApiSchema,
): ResponseShape<Pairs, Definition> {
  return {
    schema,
    faultsOf: (value, definition, field) =>
      isJsonObject(value)
        ? pairsFaults(value as Record<string, unknown>, pairingOf(definition), field)
        : [{ field, rule: 'isPairs', message: sentences.pairsNeeded({ field }) }],
    isSame(one, other) {
      const places = Object.keys(one);
      return (
        places.length === Object.keys(other).length && places.every((place) => one[place] === other[place])
      );
    },
  };
}

/** What is wrong with the pairs that stand in `at`. */
export function pairsFaults(
  pairs: Readonly<Record<string, unknown>>,
  { places, choicesFor }: Pairing,
  at: string,
): FieldError[] {
  return Object.entries(pairs).flatMap(([place, choice]): FieldError[] => {
    const field = `${at}.${place.slice(0, 64)}`;
    if (!places.includes(place)) return [{ field, rule: 'isPlace', message: sentences.isNoPlace({ field }) }];
    if (typeof choice === 'string' && choicesFor(place).includes(choice)) return [];
    return [{ field, rule: 'isOption', message: sentences.isNoChoiceThere({ field }) }];
  });
}

/** As `pairsFaults`, for a key, which has a choice for every place. */
export function keyPairsFaults(key: Readonly<Record<string, unknown>>, pairing: Pairing): FieldError[] {
  const missing = pairing.places.filter((place) => !Object.hasOwn(key, place));
  return [
    ...pairsFaults(key, pairing, 'definition.key'),
    ...missing.map((place) => {
      const field = `definition.key.${place}`;
      return { field, rule: 'required', message: sentences.placeWithoutChoice({ field }) };
    }),
  ];
}

/** What was chosen for each place: `The mean → Their sum; The mode → The one that is there most often`. */
export function pairsSaid(
  places: readonly { id: string; said: string }[],
  choices: readonly ChoiceOption[],
  pairs: Pairs,
): string {
  return places
    .flatMap(({ id, said }) => {
      const choice = choiceAt(pairs, id);
      return choice === undefined ? [] : [`${said} → ${textsOf(choices, [choice])}`];
    })
    .join('; ');
}

/** The pairs of these places alone. */
export function pairsAt(pairs: Pairs, places: readonly string[]): Pairs {
  return Object.fromEntries(Object.entries(pairs).filter(([place]) => places.includes(place)));
}

/** The choice for a place; undefined where it was left out. */
export function choiceAt(pairs: Pairs, place: string): string | undefined {
  return Object.hasOwn(pairs, place) ? pairs[place] : undefined;
}
