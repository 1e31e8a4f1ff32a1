import {
  ALL,
  type Fraction,
  fraction,
  NOTHING,
  over,
  part,
  plus,
  sum,
  times,
  within,
  written,
} from './fraction';
import { SLOW_ORDERS } from './orders';
import { isInSlowly, mostFilled, type Place, placeIn, type SlowArea } from './places';
import { numberEarns, type SlowNumber, type SlowText, textEarns } from './typed';

/*
 * What answers to questions of each type earn, by the words of their description, computed slowly and exactly. Nothing here is from
 * `src`.
 */

export interface Chance {
  below: (limit: number) => number;
  pick: <T>(items: readonly T[]) => T;
}

interface SlowType<Definition, Response> {
  earns(definition: Definition, response: Response): Fraction;
  right(definition: Definition): Response;
  /** Some answer, right or wrong. */
  some(definition: Definition, chance: Chance): Response;
  /** Whether nothing is missing; left out where that cannot be. */
  isWhole?(definition: Definition, response: Response): boolean;
  /** Which parts are right, where each counts as much as the others. */
  parts?(definition: Definition, response: Response): boolean[];
  /** The fields that say what is right, or what is said to whom. No learner sees anything of them. */
  secret: readonly string[];
}
export type AnySlowType = SlowType<object, unknown>;

function slowType<Definition extends object, Response>(type: SlowType<Definition, Response>): AnySlowType {
  return type;
}

interface Item {
  id: string;
  text: string;
}
type Pairs = Record<string, string>;
const ids = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id);
const someOf = <T>(items: readonly T[], { below }: Chance): T[] => items.filter(() => below(2) === 0);

const pairs = (
  placesOf: (definition: never) => string[],
  choicesFor: (definition: never, place: string) => string[],
  isRight: (definition: never, place: string, choice: string | undefined) => boolean,
): AnySlowType =>
  slowType<never, Pairs>({
    earns: (definition, chosen) => {
      const places = placesOf(definition);
      return part(places.filter((place) => isRight(definition, place, chosen[place])).length, places.length);
    },
    right: ({ key }: { key: Pairs }) => key,
    some: (definition, chance) =>
      Object.fromEntries(
        placesOf(definition)
          .filter(() => chance.below(10) > 0)
          .map((place) => [place, chance.pick(choicesFor(definition, place))]),
      ),
    isWhole: (definition, chosen) => placesOf(definition).every((place) => chosen[place] !== undefined),
    parts: (definition, chosen) =>
      placesOf(definition).map((place) => isRight(definition, place, chosen[place])),
    secret: ['key'],
  });

interface Matching {
  stems: Item[];
  choices: Item[];
  key: Pairs;
}
interface GapSelect {
  gaps: { id: string; group: number }[];
  choices: { id: string; group: number }[];
  key: Pairs;
}
interface Gap {
  id: string;
  type: string;
  weight?: string;
}
interface Hotspot {
  find: 'one' | 'all';
  key: SlowArea[];
}
interface Markers {
  markers: { id: string; copies?: number }[];
  key: { marker: string; area: SlowArea }[];
}
type Placement = Place & { marker: string };
interface Calculated extends SlowNumber {
  formula: string;
  rounding: { to: 'decimals' | 'significant_figures'; places: number };
  values: Record<string, string>;
}

/** The formulas of `random-questions.ts`, and of the example. */
const FORMULAS: Readonly<Record<string, (values: Record<string, number>) => number>> = {
  'a + 2 * b': ({ a = 0, b = 0 }) => a + 2 * b,
  '-(a - b)^2 / sqrt(b)': ({ a = 0, b = 0 }) => (-1 * (a - b) * (a - b)) / b ** 0.5,
  'a^(b - 1) - (1 - a)': ({ a = 0, b = 0 }) => a ** (b - 1) - 1 + a,
  'log(a) + max(a, b, 3)': ({ a = 0, b = 0 }) => Math.log(a) + [a, b, 3].toSorted((x, y) => y - x)[0]!,
  'a % b * pi()': ({ a = 0, b = 0 }) => (a - b * Math.floor(a / b)) * Math.PI,
};

const shownResult = ({ formula, rounding, values }: Calculated): string => {
  const numbers = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  const result = FORMULAS[formula]!(numbers);
  return rounding.to === 'decimals'
    ? result.toFixed(rounding.places)
    : String(Number(result.toPrecision(rounding.places)));
};

const typedIn = (value: Fraction, unit: { unit: string; factor: string } | undefined): string =>
  unit
    ? `${unambiguous(written(over(value, fraction(unit.factor))))} ${unit.unit}`
    : unambiguous(written(value));
/** Three decimals alone could be a group of digits where the decimal mark is a comma. */
const unambiguous = (decimal: string): string => (/^-?\d+\.\d{3}$/.test(decimal) ? `${decimal}0` : decimal);
const read = (response: string): { number: string; unit?: string } | null => {
  const found = /^(-?\d+(?:\.\d+)?)(?: ([a-z]+))?$/.exec(response);
  return found && { number: found[1]!, ...(found[2] && { unit: found[2] }) };
};
/** What no question reads as a number. */
const UNREADABLE = ['about five', '2³', '5 - 3', ''];
const someNumber = ({ key, units, alternatives = [] }: SlowNumber, { pick, below }: Chance): string => {
  const near = fraction(pick([key, ...alternatives.map((each) => each.key)]));
  const value = plus(near, pick([NOTHING, NOTHING, part(1, 100), part(-1, 2), [7n, 1n], near]));
  const unit = units && below(3) > 0 ? pick([...units, { unit: 'ft', factor: '1' }]) : undefined;
  return below(8) === 0 ? pick(UNREADABLE) : typedIn(value, unit);
};
const isReadable =
  <D extends SlowNumber>(): ((definition: D, response: string) => boolean) =>
  ({ units }, response) => {
    const found = read(response);
    return found !== null && (found.unit === undefined || units !== undefined);
  };

export const SLOW_TYPES: Readonly<Record<string, AnySlowType>> = {
  single_choice: slowType<{ options: Item[]; key: string; shares?: Pairs }, string>({
    earns: ({ key, shares = {} }, chosen) => (chosen === key ? ALL : fraction(shares[chosen] ?? '0')),
    right: ({ key }) => key,
    some: ({ options }, { pick }) => pick(ids(options)),
    secret: ['key', 'shares', 'optionFeedback'],
  }),
  multiple_choice: slowType<
    { options: Item[]; key: string[]; scoring: string; weights?: Pairs; exclusive?: string },
    string[]
  >({
    earns: ({ options, key, scoring, weights = {} }, chosen) => {
      let [net, isAll] = [0, true];
      for (const { id } of options) {
        if (chosen.includes(id)) net += key.includes(id) ? 1 : -1;
        if (chosen.includes(id) !== key.includes(id)) isAll = false;
      }
      if (scoring === 'weighted') return within(sum(chosen.map((id) => fraction(weights[id] ?? '0'))));
      if (scoring === 'partial') return net < 0 ? NOTHING : part(net, key.length);
      return isAll ? ALL : NOTHING;
    },
    right: ({ key }) => key,
    some: ({ options, exclusive }, chance) => {
      const chosen = someOf(ids(options), chance);
      return chosen.length > 1 ? chosen.filter((id) => id !== exclusive) : chosen;
    },
    isWhole: (_definition, chosen) => chosen.length > 0,
    secret: ['key', 'weights', 'optionFeedback'],
  }),
  true_false: slowType<{ key: boolean }, boolean>({
    earns: ({ key }, response) => (response === key ? ALL : NOTHING),
    right: ({ key }) => key,
    some: (_definition, { pick }) => pick([true, false]),
    secret: ['key', 'trueFeedback', 'falseFeedback'],
  }),
  numeric: slowType<SlowNumber, string>({
    earns: (definition, response) => {
      if (isReadable()(definition, response)) return numberEarns(definition, read(response));
      return definition.acceptedTexts?.includes(response) ? ALL : NOTHING;
    },
    right: ({ key, units }) => typedIn(fraction(key), units?.[0]),
    some: someNumber,
    isWhole: isReadable(),
    secret: [
      ...[
        'key',
        'tolerance',
        'alternatives',
        'units',
        'acceptedTexts',
        'unitPenalty',
        'keyFeedback',
        'otherFeedback',
      ],
    ],
  }),
  short_text: slowType<SlowText, string>({
    earns: textEarns,
    right: ({ accepted, wildcards }) => (wildcards ? accepted[0]!.replaceAll('\\*', '*') : accepted[0]!),
    some: ({ accepted, alternatives = [] }, { pick }) => {
      const text = pick([...accepted, ...alternatives.map((each) => each.text), 'nothing like it']);
      return pick([
        text,
        text.toUpperCase(),
        ` ${text}\t`,
        `${text}!`,
        text.replaceAll('é', 'e'),
        `a ${text}`,
      ]);
    },
    isWhole: (_definition, response) => response.trim() !== '',
    secret: [
      ...['accepted', 'alternatives', 'acceptedFeedback', 'otherFeedback'],
      ...['wildcards', 'ignoreAccents', 'ignoreFinalPunctuation'],
    ],
  }),
  matching: pairs(
    ({ stems }: Matching) => ids(stems),
    ({ choices }: Matching) => ids(choices),
    // Another choice with the text of the right one is as right.
    ({ key, choices }: Matching, place, choice) => {
      const textOf = (id: string | undefined): string | undefined =>
        choices
          .find((each) => each.id === id)
          ?.text.replace(/\s+/g, ' ')
          .trim();
      return choice !== undefined && textOf(key[place]) === textOf(choice);
    },
  ),
  gap_select: pairs(
    ({ gaps }: GapSelect) => ids(gaps),
    ({ gaps, choices }: GapSelect, place) =>
      ids(choices.filter(({ group }) => group === gaps.find(({ id }) => id === place)?.group)),
    ({ key }: GapSelect, place, choice) => key[place] === choice,
  ),
  ordering: slowType<{ key: string[]; scoring: string }, string[]>({
    earns: ({ key, scoring }, order) => {
      const [reached, all] = SLOW_ORDERS[scoring]!(order.map((id) => key.indexOf(id)));
      return part(reached, all);
    },
    right: ({ key }) => key,
    some: ({ key }, { below }) =>
      key
        .map((id) => ({ id, place: below(1_000_000) }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ id }) => id),
    secret: ['key'],
  }),
  cloze: slowType<{ gaps: Gap[] }, Record<string, unknown>>({
    earns: ({ gaps }, answers) => {
      const weights = gaps.map(({ weight = '1' }) => fraction(weight));
      const earned = gaps.map((gap, index) => {
        const answer = answers[gap.id];
        return answer === undefined
          ? NOTHING
          : times(SLOW_TYPES[gap.type]!.earns(gap, answer), weights[index]!);
      });
      return over(sum(earned), sum(weights));
    },
    right: ({ gaps }) => Object.fromEntries(gaps.map((gap) => [gap.id, SLOW_TYPES[gap.type]!.right(gap)])),
    some: ({ gaps }, chance) =>
      Object.fromEntries(
        gaps
          .filter(() => chance.below(10) > 0)
          .map((gap) => [gap.id, SLOW_TYPES[gap.type]!.some(gap, chance)]),
      ),
    isWhole: ({ gaps }, answers) =>
      gaps.every((gap) => {
        const answer = answers[gap.id];
        return answer !== undefined && (SLOW_TYPES[gap.type]!.isWhole?.(gap, answer) ?? true);
      }),
    secret: [],
  }),
  hotspot: slowType<Hotspot, Place[]>({
    earns: ({ find, key }, points) => {
      const hits = key.map((area) => [...points.keys()].filter((at) => isInSlowly(area, points[at]!)));
      return find === 'one' ? part(hits.flat().length > 0 ? 1 : 0, 1) : part(mostFilled(hits), key.length);
    },
    right: ({ find, key }) => (find === 'one' ? key.slice(0, 1) : key).map(placeIn),
    some: ({ find, key }, { below, pick }) =>
      Array.from({ length: find === 'one' ? 1 : 1 + below(key.length) }, () =>
        pick([placeIn(pick(key)), { x: below(101), y: below(101) }]),
      ),
    isWhole: ({ find, key }, points) => points.length === (find === 'one' ? 1 : key.length),
    secret: ['key'],
  }),
  markers: slowType<Markers, Placement[]>({
    earns: ({ key }, placements) => {
      const fits = key.map(({ marker, area }) =>
        [...placements.keys()].filter(
          (at) => placements[at]!.marker === marker && isInSlowly(area, placements[at]!),
        ),
      );
      return part(mostFilled(fits), Math.max(key.length, placements.length));
    },
    right: ({ key }) => key.map(({ marker, area }) => ({ marker, ...placeIn(area) })),
    some: ({ markers, key }, { below, pick }) => {
      const all = markers.flatMap(({ id, copies = 1 }) =>
        Array.from({ length: Math.min(copies, 3) }, () => id),
      );
      const put = all.filter(() => below(2) === 0);
      return (put.length > 0 ? put : [all[0]!]).map((marker) => ({
        marker,
        ...pick([placeIn(pick(key).area), { x: below(101), y: below(101) }]),
      }));
    },
    secret: ['key'],
  }),
  calculated: slowType<Calculated, string>({
    earns: (definition, response) => {
      // Not the exact result, but the number that is shown: no answer here lies between both.
      const shown = { ...definition, key: shownResult(definition), alternatives: [] };
      if (isReadable()(shown, response)) return numberEarns(shown, read(response));
      return definition.acceptedTexts?.includes(response) ? ALL : NOTHING;
    },
    right: (definition) => typedIn(fraction(shownResult(definition)), definition.units?.[0]),
    some: (definition, { pick, below }) => {
      const value = times(fraction(shownResult(definition)), pick([ALL, ALL, [-40n, 1n], [90n, 1n]]));
      const unit = definition.units && below(3) > 0 ? pick(definition.units) : undefined;
      return below(8) === 0 ? pick(UNREADABLE) : typedIn(value, unit);
    },
    isWhole: isReadable(),
    secret: [
      ...['formula', 'rounding', 'tolerance', 'units', 'unitPenalty', 'acceptedTexts'],
      ...['keyFeedback', 'otherFeedback'],
    ],
  }),
};

/** Of the types that nobody grades by program. */
export const SECRETS_BESIDES: Readonly<Record<string, readonly string[]>> = {
  essay: ['markerNotes'],
  file: ['markerNotes'],
  recording: ['markerNotes'],
  survey: [],
};
