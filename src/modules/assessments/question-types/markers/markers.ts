import { Rational } from '../../../../shared/decimals/rational';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { optionFaults } from '../parts/choice-option.dto';
import { afterTries } from '../parts/countback';
import { inOrder } from '../parts/item-order';
import { isIn, type Point } from '../parts/pictures/areas';
import { AREA, areaFaults, repetitionFaults } from '../parts/pictures/areas.dto';
import { bestAssignment } from '../parts/pictures/best-assignment';
import { KNOWN_PICTURE, filesOfPicture, pictureFaults, shownPicture } from '../parts/pictures/picture.dto';
import { isPointOn, isSameInAnyOrder, pointFault, pointSaid } from '../parts/pictures/points';
import type { ResponseShape } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { type Marker, MarkersDefinition, MarkersView } from './markers.dto';
import { sentences } from './markers.sentences';

/** A marker where somebody put it. */
interface Placement extends Point {
  marker: string;
}

const MOST_PLACEMENTS = 400;

const response: ResponseShape<Placement[], MarkersDefinition> = {
  schema: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        marker: { type: 'string' },
        x: { type: 'integer', minimum: 0 },
        y: { type: 'integer', minimum: 0 },
      },
      required: ['marker', 'x', 'y'],
    },
    minItems: 1,
    maxItems: MOST_PLACEMENTS,
    description:
      'The markers that were put on the picture, each by its id with its place, in pixels of the picture as its `width` and `height` tell them, from the upper left corner.',
  },
  faultsOf(value, definition, field) {
    if (!Array.isArray(value) || value.length === 0)
      return [{ field, rule: 'isPlacements', message: sentences.sendPlacements({ field }) }];
    const left = new Map(definition.markers.map((marker) => [marker.id, copiesOf(marker)]));
    const most = [...left.values()].reduce((sum, copies) => sum + copies, 0);
    // One too many is enough to be refused for.
    return value.slice(0, most + 1).flatMap((placement: unknown, index) => {
      const at = `${field}[${index}]`;
      if (!isPointOn(placement, definition.picture) || Object.keys(placement as object).length !== 3)
        return [pointFault(at, definition.picture)];
      const { marker } = placement as { marker?: unknown };
      return markerFaults(marker, left, definition, `${at}.marker`);
    });
  },
  isSame: (one, other) =>
    isSameInAnyOrder(one, other, (placement) => `${placement.marker} ${pointSaid(placement)}`),
};

/** Asks to put markers on a picture, without showing where they belong. */
export const markers = questionType({
  name: 'markers',
  Definition: MarkersDefinition,
  keyFields: ['key'],
  definitionFaults,
  filesOf: (definition) => filesOfPicture(definition),
  fileFaults: (definition, files, at) => pictureFaults(definition, files, at),
  View: MarkersView,
  viewOf: ({ type, picture, markers: all }, order) => ({
    type,
    picture: shownPicture(picture),
    markers: inOrder(
      all.map((marker) => ({ id: marker.id, text: marker.text, copies: copiesOf(marker) })),
      order,
    ),
  }),
  itemsOf: ({ markers: all }) => all,
  response,
  grade: (definition, placements) =>
    Rational.of(placesFilled(definition, placements).filter((filler) => filler !== undefined).length).over(
      divisor(definition, placements.length),
    ),
  rightParts: (definition, placements) => {
    const right = new Set(placesFilled(definition, placements));
    const rest = placements.filter((_placement, index) => right.has(index));
    return { right: rest.length, of: divisor(definition, placements.length), rest };
  },
  countback,
  guessShare: () => null,
  summary: ({ markers: all }, placements) =>
    placements.map((placement) => `${textOf(all, placement.marker)} → ${pointSaid(placement)}`).join('; '),
  keySchema: {
    type: 'array',
    items: {
      type: 'object',
      properties: { marker: { type: 'string' }, area: AREA },
      required: ['marker', 'area'],
    },
    description: 'Where markers belong.',
  },
  keyOf: ({ key }) => key,
  example: {
    summary: 'Markers on a picture, one of which belongs nowhere',
    prompt: 'Put the median and the mean of the nine journeys where they are.',
    points: '2',
    definition: {
      picture: KNOWN_PICTURE.example,
      markers: [
        { id: 'median', text: 'The median' },
        { id: 'mean', text: 'The mean' },
        { id: 'range', text: 'The range' },
      ],
      key: [
        { marker: 'median', area: { type: 'rectangle', left: 112, top: 0, right: 128, bottom: 96 } },
        { marker: 'mean', area: { type: 'rectangle', left: 148, top: 0, right: 164, bottom: 96 } },
      ],
    },
    feedback: 'The blue line marks the median, the red one the mean.',
    response: [
      { marker: 'median', x: 120, y: 40 },
      { marker: 'mean', x: 156, y: 40 },
    ],
  },
});

function copiesOf({ copies = 1 }: Marker): number {
  return copies;
}

function textOf(all: readonly Marker[], id: string): string {
  return all.find((marker) => marker.id === id)?.text ?? '';
}

/** For each place the index of the placement that fills it: each fills one at most, and as many are filled as can be. */
function placesFilled({ key }: MarkersDefinition, placements: readonly Placement[]): (number | undefined)[] {
  return bestAssignment(
    key.map(({ marker, area }) =>
      placements.flatMap((placement, index) =>
        placement.marker === marker && isIn(area, placement) ? [index] : [],
      ),
    ),
  );
}

/** Whoever puts more markers than there are places for earns less with each (Moodle, question/type/ddmarker/question.php). */
function divisor({ key }: MarkersDefinition, placed: number): number {
  return Math.max(key.length, placed);
}

/**
 * (places that are right at the end − the penalty for each try before the one since which they are) / the most markers that were put in a
 * try, or the places if they are more; at least 0 (Moodle, as above, compute_final_grade).
 */
function countback(
  definition: MarkersDefinition,
  tries: readonly Placement[][],
  penalty: Rational,
): Rational {
  const filled = tries.map((placements) => placesFilled(definition, placements));
  const earned = definition.key.map((_place, place) => {
    const inTries = filled.map((fillers) => fillers[place] !== undefined);
    return inTries.at(-1) ? Rational.ONE.minus(penalty.times(inTries.lastIndexOf(false) + 1)) : Rational.ZERO;
  });
  const most = Math.max(...tries.map(({ length }) => length));
  return afterTries(Rational.sum(earned), 0, penalty).over(divisor(definition, most));
}

/** Takes one of the marker from those that are left. */
function markerFaults(
  marker: unknown,
  left: Map<unknown, number>,
  { markers: all }: MarkersDefinition,
  field: string,
): FieldError[] {
  const copies = left.get(marker);
  if (copies === undefined) return [{ field, rule: 'isMarker', message: sentences.noSuchMarker({ field }) }];
  left.set(marker, copies - 1);
  if (copies > 0) return [];
  const there = copiesOf(all.find(({ id }) => id === marker) as Marker);
  return [{ field, rule: 'isLeft', message: sentences.usedUp({ field, copies: there }) }];
}

function definitionFaults({ picture, markers: all, key }: MarkersDefinition, at: string): FieldError[] {
  const unfit = [
    ...optionFaults(all, `${at}.markers`),
    ...key.flatMap(({ marker, area }, index) => {
      const field = `${at}.key[${index}]`;
      const place = `${field}.marker`;
      return [
        ...(all.some(({ id }) => id === marker)
          ? []
          : [{ field: place, rule: 'isMarker', message: sentences.placeNeedsMarker({ field: place }) }]),
        ...areaFaults(area, picture, `${field}.area`),
      ];
    }),
  ];
  if (unfit.length > 0) return unfit;
  const tooFew = all.flatMap((marker, index) => {
    const places = key.filter((place) => place.marker === marker.id).length;
    const field = `${at}.markers[${index}].copies`;
    return places <= copiesOf(marker)
      ? []
      : [{ field, rule: 'isEnough', message: sentences.tooFewCopies({ field, places }) }];
  });
  return tooFew.length > 0
    ? tooFew
    : repetitionFaults(
        key.map(({ marker, area }) => ({ marker, area: { ...area } })),
        `${at}.key`,
      );
}
