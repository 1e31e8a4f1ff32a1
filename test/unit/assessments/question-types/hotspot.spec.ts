import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import { fileFaultsOf } from '../../../../src/modules/assessments/question-types/definition-parts';
import {
  type QuestionDefinition,
  questionTypeOf,
} from '../../../../src/modules/assessments/question-types/registry';
import {
  gradeResponse,
  responseFaultsOf,
} from '../../../../src/modules/assessments/question-types/responses';
import { Rational } from '../../../../src/shared/decimals/rational';

const FILE = '01990000-0000-7000-8000-0000000000f1';
const picture = { fileId: FILE, width: 100, height: 50, alternativeText: 'A map' };
const circle = (x: number, y = 25, radius = 5): object => ({ type: 'circle', x, y, radius });
const triangle = {
  type: 'polygon',
  points: [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 0, y: 10 },
  ],
};

const valid = (fields: object): QuestionDefinition => {
  const { definition, faults } = readDefinition('hotspot', {
    picture,
    find: 'one',
    key: [circle(20)],
    ...fields,
  });
  expect(faults).toEqual([]);
  return definition!;
};
const faultsOf = (fields: object): string[] =>
  readDefinition('hotspot', { picture, find: 'one', key: [circle(20)], ...fields }).faults.map(
    ({ field }) => field,
  );
const share = (definition: QuestionDefinition, points: object[]): string =>
  gradeResponse(definition, points, '1').share.toDecimal(4);

describe('a hotspot', () => {
  it('is right wherever one of its areas is hit, where one is to be found', () => {
    const definition = valid({ key: [circle(20), triangle] });
    expect(
      [
        { x: 25, y: 25 },
        { x: 5, y: 5 },
        { x: 26, y: 25 },
      ].map((at) => share(definition, [at])),
    ).toEqual([...['1', '1', '0']]);
  });

  it('earns a part for each area that is hit, where all are to be found, and nothing for a second hit', () => {
    const definition = valid({ find: 'all', key: [circle(20), circle(80), triangle] });
    const [first, second] = [
      { x: 20, y: 25 },
      { x: 80, y: 25 },
    ];
    expect(share(definition, [first, second, { x: 1, y: 1 }])).toBe('1');
    expect(share(definition, [first, first])).toBe('0.3333');
    expect(share(definition, [first, second])).toBe('0.6667');
  });

  it('lets two points in two areas that overlap count for both', () => {
    const definition = valid({ find: 'all', key: [circle(20, 25, 10), circle(28, 25, 10)] });
    expect(
      share(definition, [
        { x: 24, y: 25 },
        { x: 12, y: 25 },
      ]),
    ).toBe('1');
    expect(
      share(definition, [
        { x: 12, y: 25 },
        { x: 24, y: 25 },
      ]),
    ).toBe('1');
  });

  it('shows learners nothing of its areas', () => {
    const definition = valid({ find: 'all', key: [circle(20), circle(80)] });
    expect(questionTypeOf(definition).viewOf(definition, null)).toEqual({
      ...{ type: 'hotspot', picture, mostPoints: 2 },
    });
  });

  it('says what pointing anywhere hits on average', () => {
    const guess = (fields: object): Rational | null => {
      const definition = valid(fields);
      return questionTypeOf(definition).guessShare(definition);
    };
    const half = { type: 'rectangle', left: 0, top: 0, right: 50, bottom: 50 };
    expect(guess({ key: [half] })?.toDecimal(4)).toBe('0.5');
    expect(guess({ key: [half, triangle] })?.toDecimal(4)).toBe('0.51');
    expect(guess({ find: 'all', key: [half] })).toBeNull();
  });

  it.each<[string, object, string[]]>([
    ['no areas', { key: [] }, ['definition.key']],
    ['an area beside the picture', { key: [circle(98)] }, ['definition.key[0]']],
    ['an area that reaches below it', { key: [circle(20), circle(20, 46)] }, ['definition.key[1]']],
    ['an area twice', { key: [circle(20), circle(20)] }, ['definition.key[1]']],
    [
      'all of the picture',
      { key: [{ type: 'rectangle', left: 0, top: 0, right: 100, bottom: 50 }] },
      ['definition.key'],
    ],
    [
      'a line',
      { key: [{ type: 'polygon', points: [0, 1, 2].map((at) => ({ x: at, y: at })) }] },
      ['definition.key[0]'],
    ],
    [
      'a rectangle turned around',
      { key: [{ type: 'rectangle', left: 9, top: 0, right: 1, bottom: 5 }] },
      ['definition.key[0]'],
    ],
    ['a circle of no size', { key: [circle(20, 25, 0)] }, ['definition.key[0].radius']],
    ['halves of pixels', { key: [circle(20.5)] }, ['definition.key[0].x']],
    [
      'two corners',
      { key: [{ type: 'polygon', points: triangle.points.slice(1) }] },
      ['definition.key[0].points'],
    ],
    ['another shape', { key: [{ type: 'ellipse', x: 1, y: 1 }] }, ['definition.key[0].type']],
    [
      'a picture without a text',
      { picture: { ...picture, alternativeText: ' ' } },
      ['definition.picture.alternativeText'],
    ],
    ['no picture', { picture: FILE }, ['definition.picture']],
    ['no id of a picture', { picture: { ...picture, fileId: 'map.png' } }, ['definition.picture.fileId']],
  ])('is refused with %s', (_what, fields, expected) => {
    expect(new Set(faultsOf(fields))).toEqual(new Set(expected));
  });

  it.each<[string, unknown]>([
    ['no list', { x: 1, y: 1 }],
    ['no point', []],
    [
      'a point too many',
      [
        { x: 1, y: 1 },
        { x: 2, y: 2 },
      ],
    ],
    ['a point beside the picture', [{ x: 101, y: 1 }]],
    ['half a pixel', [{ x: 1.5, y: 1 }]],
    ['a point of text', [{ x: '1', y: 1 }]],
    ['more than a place', [{ x: 1, y: 1, z: 1 }]],
  ])('takes no response of %s', (_what, response) => {
    expect(responseFaultsOf(valid({}), response)).not.toEqual([]);
  });

  it('needs a file that is a picture of its size', () => {
    const faults = (file: object): string[] =>
      fileFaultsOf(
        valid({}),
        new Map([
          [
            FILE,
            {
              ...{ id: FILE, name: 'map.png', mediaType: 'image/png', bytes: 9, width: 100, height: 50 },
              ...file,
            },
          ],
        ]),
      ).map(({ field }) => field);
    expect(faults({})).toEqual([]);
    expect(faults({ width: null, height: null })).toEqual([]);
    expect(faults({ mediaType: 'audio/mpeg' })).toEqual(['definition.picture.fileId']);
    expect(faults({ width: 200, height: 100 })).toEqual([
      'definition.picture.width',
      'definition.picture.height',
    ]);
  });
});
