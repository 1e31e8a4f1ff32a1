import { Rational } from '../../../../shared/decimals/rational';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { countbackOf } from '../parts/countback';
import { isIn, type Point } from '../parts/pictures/areas';
import { AREA, areaFaults, repetitionFaults } from '../parts/pictures/areas.dto';
import { bestAssignment } from '../parts/pictures/best-assignment';
import { KNOWN_PICTURE, filesOfPicture, pictureFaults, shownPicture } from '../parts/pictures/picture.dto';
import { sentences as ofPictures } from '../parts/pictures/pictures.sentences';
import { coveredShare, isPointOn, isSameInAnyOrder, pointFault, pointSaid } from '../parts/pictures/points';
import type { ResponseShape } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { HotspotDefinition, HotspotView, MOST_AREAS } from './hotspot.dto';
import { sentences } from './hotspot.sentences';

const response: ResponseShape<Point[], HotspotDefinition> = {
  schema: {
    type: 'array',
    items: {
      type: 'object',
      properties: { x: { type: 'integer', minimum: 0 }, y: { type: 'integer', minimum: 0 } },
      required: ['x', 'y'],
    },
    minItems: 1,
    maxItems: MOST_AREAS,
    description:
      'Where the learner pointed, in pixels of the picture as its `width` and `height` tell them, from the upper left corner.',
  },
  faultsOf(value, definition, field) {
    const most = mostPoints(definition);
    if (!Array.isArray(value) || value.length === 0)
      return [{ field, rule: 'isPoints', message: ofPictures.sendPoints({ field }) }];
    if (value.length > most)
      return [{ field, rule: 'arrayMaxSize', message: ofPictures.tooManyPoints({ field, most }) }];
    return value.flatMap((point: unknown, index) =>
      isPointOn(point, definition.picture) && Object.keys(point as object).length === 2
        ? []
        : [pointFault(`${field}[${index}]`, definition.picture)],
    );
  },
  isSame: (one, other) => isSameInAnyOrder(one, other, pointSaid),
};

/** Asks to point at something on a picture, without showing where it could be. */
export const hotspot = questionType({
  name: 'hotspot',
  Definition: HotspotDefinition,
  keyFields: ['key'],
  definitionFaults,
  filesOf: (definition) => filesOfPicture(definition),
  fileFaults: (definition, files, at) => pictureFaults(definition, files, at),
  View: HotspotView,
  viewOf: (definition) => ({
    type: definition.type,
    picture: shownPicture(definition.picture),
    mostPoints: mostPoints(definition),
  }),
  response,
  grade: (definition, points) =>
    Rational.of(areasHit(definition, points).filter((point) => point !== undefined).length).over(
      mostPoints(definition),
    ),
  rightParts: (definition, points) => {
    const right = new Set(areasHit(definition, points));
    const rest = points.filter((_point, index) => right.has(index));
    return { right: rest.length, of: mostPoints(definition), rest };
  },
  isComplete: (definition, points) => points.length === mostPoints(definition),
  countback: (definition, tries, penalty) =>
    countbackOf(
      Array.from({ length: mostPoints(definition) }, (_, area) =>
        tries.map((points) => areasHit(definition, points)[area] !== undefined),
      ),
      penalty,
    ),
  guessShare: ({ find, key, picture }) => (find === 'one' ? coveredShare(key, picture) : null),
  summary: (_definition, points) => points.map(pointSaid).join('; '),
  keySchema: { type: 'array', items: AREA, description: 'The areas that are right.' },
  keyOf: ({ key }) => key,
  example: {
    summary: 'Pointing at a picture',
    prompt: 'Point at the journey that pulls the mean away from the median.',
    points: '1',
    definition: {
      picture: KNOWN_PICTURE.example,
      find: 'one',
      key: [{ type: 'circle', x: 456, y: 65, radius: 12 }],
    },
    feedback: 'The journey of 76 minutes is far from all the others.',
    response: [{ x: 455, y: 66 }],
  },
});

function mostPoints({ find, key }: HotspotDefinition): number {
  return find === 'one' ? 1 : key.length;
}

/**
 * For each area that counts, the index of the point that hit it. Where any area will do, all of them count as one. Each point hits
 * one area at most, as many together as can be.
 */
function areasHit({ find, key }: HotspotDefinition, points: readonly Point[]): (number | undefined)[] {
  const hitters = key.map((area) => points.flatMap((point, index) => (isIn(area, point) ? [index] : [])));
  return bestAssignment(find === 'one' ? [hitters.flat()] : hitters);
}

function definitionFaults({ picture, key }: HotspotDefinition, at: string): FieldError[] {
  const field = `${at}.key`;
  const faults = key.flatMap((area, index) => areaFaults(area, picture, `${field}[${index}]`));
  if (faults.length > 0) return faults;
  const isAll = coveredShare(key, picture).equals(1) && key.length === 1;
  if (isAll) return [{ field, rule: 'isPart', message: sentences.takesAll({ field }) }];
  return repetitionFaults(key, field);
}
