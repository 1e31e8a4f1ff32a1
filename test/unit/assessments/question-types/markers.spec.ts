import fc from 'fast-check';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import {
  type QuestionDefinition,
  questionTypeOf,
} from '../../../../src/modules/assessments/question-types/registry';
import {
  gradeResponse,
  responseFaultsOf,
} from '../../../../src/modules/assessments/question-types/responses';

const picture = {
  fileId: '01990000-0000-7000-8000-0000000000f1',
  width: 100,
  height: 50,
  alternativeText: 'A map',
};
const MARKERS = [
  { id: 'mean', text: 'The mean', copies: 2 },
  { id: 'mode', text: 'The mode' },
  { id: 'range', text: 'The range' },
];
const box = (left: number, right = left + 10): object => ({
  ...{ type: 'rectangle', left, top: 10, right, bottom: 40 },
});
const KEY = [
  { marker: 'mean', area: box(0) },
  { marker: 'mean', area: box(20) },
  { marker: 'mode', area: box(40) },
];
const put = (marker: string, x: number, y = 25) => ({ marker, x, y });

const read = (fields: object = {}) =>
  readDefinition('markers', { picture, markers: MARKERS, key: KEY, ...fields });
const valid = (fields: object = {}): QuestionDefinition => {
  const { definition, faults } = read(fields);
  expect(faults).toEqual([]);
  return definition!;
};
const share = (definition: QuestionDefinition, placements: object[]): string =>
  gradeResponse(definition, placements, '1').share.toDecimal(4);

describe('markers on a picture', () => {
  it('earn a part for each place that its marker is put to, wherever within it', () => {
    expect(share(valid(), [put('mean', 3), put('mean', 30, 40), put('mode', 41, 10)])).toBe('1');
    expect(share(valid(), [put('mean', 3), put('mode', 3)])).toBe('0.3333');
    expect(share(valid(), [put('range', 45)])).toBe('0');
  });

  it('fill one place each, and one that is put twice to a place fills it once', () => {
    expect(share(valid(), [put('mean', 3), put('mean', 4), put('mode', 45)])).toBe('0.6667');
    const overlapping = valid({
      key: [
        { marker: 'mean', area: box(0, 40) },
        { marker: 'mean', area: box(30, 60) },
      ],
    });
    expect(share(overlapping, [put('mean', 35), put('mean', 10)])).toBe('1');
    expect(share(overlapping, [put('mean', 10), put('mean', 35)])).toBe('1');
  });

  it('earn less with each one more than there are places', () => {
    expect(share(valid(), [put('mean', 3), put('mean', 25), put('mode', 45), put('range', 90)])).toBe('0.75');
  });

  it('are graded as the best of all ways to give each place a marker of its own', () => {
    const area = fc
      .record({ left: fc.integer({ min: 0, max: 80 }), size: fc.integer({ min: 1, max: 20 }) })
      .map(({ left, size }) => ({ left, right: left + size }));
    const name = fc.constantFrom('mean', 'mode');
    const places = fc.array(fc.record({ marker: name, area }), { minLength: 1, maxLength: 4 });
    const placements = fc.array(fc.record({ marker: name, x: fc.integer({ min: 0, max: 100 }) }), {
      ...{ minLength: 1, maxLength: 5 },
    });
    fc.assert(
      fc.property(places, placements, (key, chosen) => {
        const { definition, faults } = read({
          markers: MARKERS.map((marker) => ({ ...marker, copies: 5 })),
          key: key.map(({ marker, area: { left, right } }) => ({ marker, area: box(left, right) })),
        });
        // The same place twice.
        fc.pre(faults.length === 0 && definition !== null);
        const fits = (place: number, placed: number): boolean => {
          const [wanted, got] = [key[place]!, chosen[placed]!];
          const { left, right } = wanted.area;
          return wanted.marker === got.marker && left <= got.x && got.x <= right;
        };
        const most = (place: number, left: readonly number[]): number =>
          place === key.length
            ? 0
            : Math.max(
                most(place + 1, left),
                ...left
                  .filter((placed) => fits(place, placed))
                  .map(
                    (placed) =>
                      1 +
                      most(
                        place + 1,
                        left.filter((other) => other !== placed),
                      ),
                  ),
              );
        const right = most(0, [...chosen.keys()]);
        const expected = right / Math.max(key.length, chosen.length);
        const given = share(
          definition!,
          chosen.map(({ marker, x }) => put(marker, x)),
        );
        expect(Number(given)).toBeCloseTo(expected, 3);
      }),
      { numRuns: 500 },
    );
  });

  it('show learners what to put, and nothing of where it belongs', () => {
    const definition = valid();
    const view = questionTypeOf(definition).viewOf(definition, ['range', 'mean', 'mode']);
    expect(view).toEqual({
      ...{ type: 'markers', picture },
      markers: [
        { id: 'range', text: 'The range', copies: 1 },
        { id: 'mean', text: 'The mean', copies: 2 },
        { id: 'mode', text: 'The mode', copies: 1 },
      ],
    });
  });

  it.each<[string, object, string[]]>([
    ['no markers', { markers: [] }, ['definition.markers']],
    ['no places', { key: [] }, ['definition.key']],
    ['a place of no marker', { key: [{ marker: 'none', area: box(0) }] }, ['definition.key[0].marker']],
    ['a place without an area', { key: [{ marker: 'mean' }] }, ['definition.key[0].area']],
    ['a place beside the picture', { key: [{ marker: 'mean', area: box(95) }] }, ['definition.key[0].area']],
    [
      'more places than copies',
      { key: [...KEY, { marker: 'mode', area: box(60) }] },
      ['definition.markers[1].copies'],
    ],
    ['a place twice', { key: [KEY[0], KEY[0]] }, ['definition.key[1]']],
    [
      'two markers of one text',
      { markers: [...MARKERS, { id: 'other', text: 'The mean' }] },
      ['definition.markers[3].text'],
    ],
    [
      'no copies',
      { markers: [{ ...MARKERS[0], copies: 0 }, ...MARKERS.slice(1)] },
      ['definition.markers[0].copies'],
    ],
  ])('are refused with %s', (_what, fields, expected) => {
    expect(new Set(read(fields).faults.map(({ field }) => field))).toEqual(new Set(expected));
  });

  it.each<[string, unknown]>([
    ['no list', put('mean', 1)],
    ['nothing', []],
    ['a marker that there is not', [put('none', 1)]],
    ['a place without a marker', [{ x: 1, y: 1 }]],
    ['a place beside the picture', [put('mean', 101)]],
    ['half a pixel', [put('mean', 1.5)]],
    ['more than a place', [{ ...put('mean', 1), z: 1 }]],
    ['one more than there are', [put('mode', 1), put('mode', 2)]],
    ['one more than there are of all', Array.from({ length: 500 }, () => put('mean', 1))],
  ])('take no response of %s', (_what, response) => {
    const faults = responseFaultsOf(valid(), response);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThan(10);
  });
});
