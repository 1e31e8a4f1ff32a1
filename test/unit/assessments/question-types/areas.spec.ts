import * as fc from 'fast-check';
import {
  isIn,
  isOnPicture,
  type Shape,
} from '../../../../src/modules/assessments/question-types/parts/pictures/areas';
import { bestAssignment } from '../../../../src/modules/assessments/question-types/parts/pictures/best-assignment';
import { isInSlowly } from './slow/places';

const SIDE = 12;
const coordinate = fc.integer({ min: 0, max: SIDE });
const point = fc.record({ x: coordinate, y: coordinate });

const circle = fc
  .record({ x: coordinate, y: coordinate, radius: fc.integer({ min: 1, max: SIDE }) })
  .map((fields): Shape => ({ type: 'circle', ...fields }));
const rectangle = fc.tuple(point, point).map(([one, other]): Shape => ({
  type: 'rectangle',
  ...{ left: Math.min(one.x, other.x), top: Math.min(one.y, other.y) },
  ...{ right: Math.max(one.x, other.x), bottom: Math.max(one.y, other.y) },
}));
const polygon = fc
  .array(point, { minLength: 3, maxLength: 8 })
  .map((points): Shape => ({ type: 'polygon', points }));

describe('an area of a picture', () => {
  it('holds the points that angles and lengths put into it, whatever it looks like', () => {
    fc.assert(
      fc.property(fc.oneof(circle, rectangle, polygon), point, (area, at) => {
        expect([area, at, isIn(area, at)]).toEqual([area, at, isInSlowly(area, at)]);
      }),
      { numRuns: 20_000 },
    );
  });

  it('holds its border', () => {
    const corners = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
    ];
    const triangle: Shape = { type: 'polygon', points: corners };
    for (const at of [...corners, { x: 5, y: 5 }, { x: 5, y: 0 }, { x: 10, y: 5 }])
      expect([at, isIn(triangle, at)]).toEqual([at, true]);
    expect(isIn(triangle, { x: 5, y: 6 })).toBe(false);
  });

  it('is on a picture if no point of it is beside the picture', () => {
    const size = { width: SIDE, height: SIDE - 4 };
    const around = Array.from({ length: 4 * SIDE }, (_, x) =>
      Array.from({ length: 4 * SIDE }, (__, y) => ({ x: x - SIDE, y: y - SIDE })),
    ).flat();
    fc.assert(
      fc.property(fc.oneof(circle, rectangle, polygon), (area) => {
        const isBeside = around.some(
          (at) => (at.x < 0 || at.y < 0 || at.x > size.width || at.y > size.height) && isInSlowly(area, at),
        );
        expect(isOnPicture(area, size)).toBe(!isBeside);
      }),
      { numRuns: 300 },
    );
  });
});

/** The most places that can have an item, by trying every choice. */
function mostPlaces(hits: readonly (readonly number[])[], used: readonly number[] = []): number {
  const [first, ...others] = hits;
  if (!first) return 0;
  const choices = first.filter((item) => !used.includes(item));
  return Math.max(
    mostPlaces(others, used),
    ...choices.map((item) => 1 + mostPlaces(others, [...used, item])),
  );
}

describe('the best assignment', () => {
  it('gives as many places an item as can have one, each item once, and none that did not hit', () => {
    const hits = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(hits, (places) => {
        const given = bestAssignment(places);
        const items = given.filter((item) => item !== undefined);
        expect(new Set(items).size).toBe(items.length);
        given.forEach((item, place) => item === undefined || expect(places[place]).toContain(item));
        expect(items.length).toBe(mostPlaces(places));
      }),
      { numRuns: 2000 },
    );
  });
});
