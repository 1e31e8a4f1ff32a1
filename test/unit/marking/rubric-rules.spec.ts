import fc from 'fast-check';
import type { RubricChoices, RubricDefinition } from '../../../src/modules/marking/rubrics/kinds/rubric-kind';
import {
  choiceFaults,
  recalculated,
  rubricFaults,
  rubricPoints,
} from '../../../src/modules/marking/rubrics/rubric-rules';

/** Ten-thousandths as a plain decimal, made here alone. */
function text(count: number): string {
  const digits = String(Math.abs(count)).padStart(5, '0');
  return `${count < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** A decimal in ten-thousandths. */
function counted(decimal: string | null): bigint | null {
  if (decimal === null) return null;
  const [whole = '0', part = ''] = decimal.split('.');
  return BigInt(whole) * 10_000n + BigInt(part.padEnd(4, '0'));
}

const clamp = (value: bigint, least: bigint, most: bigint): bigint =>
  value < least ? least : value > most ? most : value;
/** Halves up; nothing here is below 0. */
const divided = (over: bigint, under: bigint): bigint => (2n * over + under) / (2n * under);

const points = fc.integer({ min: 0, max: 120_000 });

/** A level with its points, and where it is a range, how far below them it begins and what the marker gives above that. */
const level = fc.record({
  most: points,
  range: fc.option(fc.record({ width: fc.integer({ min: 1, max: 120_000 }), share: fc.nat(1000) })),
});
const criterion = fc.record({
  levels: fc.array(level, { minLength: 1, maxLength: 4 }),
  chosen: fc.nat(100),
});
type DrawnLevel = { most: number; range: { width: number; share: number } | null };

const least = ({ most, range }: DrawnLevel): number => Math.max(0, most - (range?.width ?? 0));
const isRange = (drawn: DrawnLevel): boolean => drawn.range !== null && least(drawn) < drawn.most;
const given = (drawn: DrawnLevel): number =>
  isRange(drawn)
    ? least(drawn) + Math.floor(((drawn.most - least(drawn)) * drawn.range!.share) / 1000)
    : drawn.most;

const PLAIN: RubricDefinition = {
  ...{ kind: 'criteria', criteria: [], items: [], start: null, leastPoints: null, mostPoints: null },
  ...{ isScaled: false, mayOverride: false },
};

describe('the points that follow from a rubric', () => {
  it('are the sum of the chosen levels, or their share of what the question is worth, rounded once', () => {
    fc.assert(
      fc.property(
        fc.array(criterion, { minLength: 1, maxLength: 5 }),
        points,
        fc.boolean(),
        (drawn, worth, isScaled) => {
          const criteria = drawn.map(({ levels }, at) => ({
            ...{ id: `c${at}`, title: 'Criterion', description: null },
            levels: levels.map((each, place) => ({
              ...{ id: `l${place}`, title: 'Level', description: null, points: text(each.most) },
              fromPoints: isRange(each) ? text(least(each)) : null,
            })),
          }));
          const best = drawn.reduce(
            (sum, { levels }) => sum + Math.max(...levels.map(({ most }) => most)),
            0,
          );
          fc.pre(best > 0 || !isScaled);
          const definition = { ...PLAIN, criteria, isScaled };
          const chosen = drawn.map(({ levels, chosen: at }) => levels[at % levels.length]!);
          const choices: RubricChoices = {
            itemIds: [],
            levels: drawn.map(({ levels, chosen: at }, index) => ({
              ...{ criterionId: `c${index}`, levelId: `l${at % levels.length}`, comment: null },
              points: isRange(chosen[index]!) ? text(given(chosen[index]!)) : null,
            })),
          };
          expect(rubricFaults(definition)).toEqual([]);
          expect(choiceFaults(definition, choices, false)).toEqual([]);
          const sum = BigInt(chosen.reduce((total, each) => total + given(each), 0));
          const earned = isScaled ? divided(sum * BigInt(worth), BigInt(best)) : sum;
          expect(counted(rubricPoints(definition, choices, text(worth)))).toBe(
            clamp(earned, 0n, BigInt(worth)),
          );
        },
      ),
    );
  });

  it('are the start and the items that hold, within the bounds of the rubric and of the question', () => {
    const item = fc.record({ points: fc.integer({ min: -90_000, max: 90_000 }), holds: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 8 }),
        points,
        fc.constantFrom('zero' as const, 'maximum' as const),
        fc.option(fc.tuple(points, points)),
        (drawn, worth, start, bounds) => {
          const [low, high] = (bounds ?? [0, worth]).toSorted((one, other) => one - other) as [
            number,
            number,
          ];
          const definition: RubricDefinition = {
            ...{ ...PLAIN, kind: 'items', start },
            ...(bounds ? { leastPoints: text(low), mostPoints: text(high) } : {}),
            items: drawn.map((each, at) => ({
              ...{ id: `i${at}`, title: 'Item', description: null, points: text(each.points) },
            })),
          };
          const itemIds = drawn.flatMap(({ holds }, at) => (holds ? [`i${at}`] : []));
          expect(rubricFaults(definition)).toEqual([]);
          const sum = drawn.reduce(
            (total, each) => total + (each.holds ? BigInt(each.points) : 0n),
            start === 'maximum' ? BigInt(worth) : 0n,
          );
          const within = clamp(sum, BigInt(low), BigInt(high));
          expect(counted(rubricPoints(definition, { levels: [], itemIds }, text(worth)))).toBe(
            clamp(within, 0n, BigInt(worth)),
          );
        },
      ),
    );
  });

  it('are none while a criterion has no level, or a range no points', () => {
    const levels = [
      { id: 'a', title: 'A', description: null, points: '1', fromPoints: null },
      { id: 'b', title: 'B', description: null, points: '3', fromPoints: '2' },
    ];
    const criteria = ['x', 'y'].map((id) => ({ id, title: id, description: null, levels }));
    const definition = { ...PLAIN, criteria };
    const chosen = (criterionId: string, levelId: string, own: string | null = null) => ({
      ...{ criterionId, levelId, points: own, comment: null },
    });
    const after = (...chosenLevels: ReturnType<typeof chosen>[]): [string | null, string[]] => {
      const choices = { levels: chosenLevels, itemIds: [] };
      const faults = choiceFaults(definition, choices, false);
      return [rubricPoints(definition, choices, '10'), faults.map(({ field, rule }) => `${field} ${rule}`)];
    };
    expect(after()).toEqual([null, ['levels complete', 'levels complete']]);
    expect(after(chosen('x', 'a'))).toEqual([null, ['levels complete']]);
    expect(after(chosen('x', 'a'), chosen('y', 'b'))).toEqual([null, ['levels[1].points complete']]);
    expect(after(chosen('x', 'a'), chosen('y', 'b', '2.25'))).toEqual(['3.25', []]);
    expect(after(chosen('x', 'a'), chosen('y', 'b', '1.9999'))[1]).toEqual(['levels[1].points range']);
    expect(after(chosen('x', 'a', '1'), chosen('y', 'c'))[1]).toEqual([
      'levels[0].points range',
      'levels[1].levelId isLevel',
    ]);
    expect(after(chosen('x', 'a'), chosen('x', 'a'))[1]).toEqual(['levels[1].criterionId unique']);
  });

  it('follow another revision, but for what a marker decided, and where that has what was chosen', () => {
    const level = (id: string, own: string) => ({
      ...{ id, title: id, description: null, points: own, fromPoints: null },
    });
    const of = (...levels: ReturnType<typeof level>[]): RubricDefinition => ({
      ...{ ...PLAIN, kind: 'holistic', criteria: [{ id: 'x', title: 'x', description: null, levels }] },
    });
    const choices = {
      levels: [{ criterionId: 'x', levelId: 'a', points: null, comment: null }],
      itemIds: [],
    };
    const mark = { points: '2', rubricPoints: '2.0000', choices };
    const to = (points: string, rubricPoints = points) => ({ points, rubricPoints, share: null });
    expect(recalculated(of(level('a', '3')), mark, '4')).toEqual(to('3'));
    expect(recalculated(of(level('a', '9')), mark, '4')).toEqual(to('4'));
    expect(recalculated(of(level('a', '3')), { ...mark, points: '2.5' }, '4')).toEqual(to('2.5', '3'));
    // Half of what can be reached by the rubric, of whatever the question is worth; but not what a marker decided.
    const scaled = { ...of(level('a', '3'), level('b', '6')), isScaled: true };
    expect(recalculated(scaled, mark, '4')).toEqual({ points: '2', rubricPoints: '2', share: '1/2' });
    expect(recalculated(scaled, { ...mark, points: '2.5' }, '4')).toEqual(to('2.5', '2'));
    expect(recalculated(of(level('b', '3')), mark, '4')).toBeNull();
  });
});

describe('a rubric', () => {
  const level = { id: 'a', title: 'A', description: null, points: '1', fromPoints: null };
  const own = { id: 'x', title: 'X', description: null, levels: [level] };
  const item = { id: 'i', title: 'I', description: null, points: '-1' };
  it.each<[string, Partial<RubricDefinition>, string[]]>([
    ['without criteria', {}, ['criteria minItems']],
    ['with a criterion twice', { criteria: [own, own] }, ['criteria[1].id unique']],
    ['without levels', { criteria: [{ ...own, levels: [] }] }, ['criteria[0].levels minItems']],
    [
      'with a level twice',
      { criteria: [{ ...own, levels: [level, level] }] },
      ['criteria[0].levels[1].id unique'],
    ],
    [
      'with a range that goes down',
      { criteria: [{ ...own, levels: [{ ...level, fromPoints: '1' }] }] },
      ['criteria[0].levels[0].fromPoints below'],
    ],
    [
      'scaled from nothing',
      { criteria: [{ ...own, levels: [{ ...level, points: '0' }] }], isScaled: true },
      ['scaled scalable'],
    ],
    [
      'of criteria with what items have',
      { criteria: [own], items: [item], start: 'zero', mostPoints: '1' },
      ['items absent', 'start absent', 'mostPoints absent'],
    ],
    [
      'for the whole with two criteria',
      { kind: 'holistic', criteria: [own, { ...own, id: 'y' }] },
      ['criteria maxItems'],
    ],
    ['of items without any', { kind: 'items' }, ['items minItems', 'start needed']],
    [
      'of items with what criteria have',
      { kind: 'items', items: [item], start: 'zero', criteria: [own], isScaled: true },
      ['criteria absent', 'scaled absent'],
    ],
    [
      'of items with bounds that cross',
      { kind: 'items', items: [item, item], start: 'zero', leastPoints: '2', mostPoints: '1' },
      ['items[1].id unique', 'leastPoints below'],
    ],
  ])('%s has faults', (_which, change, faults) => {
    const found = rubricFaults({ ...PLAIN, ...change });
    expect(found.map(({ field, rule }) => `${field} ${rule}`)).toEqual(faults);
  });
});
