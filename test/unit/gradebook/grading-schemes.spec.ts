import fc from 'fast-check';
import {
  fullScheme,
  type GradingScheme,
  schemeIn,
  type StoredScheme,
  toScheme,
} from '../../../src/modules/gradebook/schemes/grading-scheme';
import { GRADE_ROUNDINGS, GRADE_STEPS } from '../../../src/modules/gradebook/schemes/kinds/scheme-kind';
import { Rational } from '../../../src/shared/decimals/rational';
import { say } from '../../../src/shared/sentences/say';
import { type Fraction, scaled, slowOnLine, slowRounded, slowRow } from './slow-schemes';

const scheme = (stored: StoredScheme): GradingScheme => toScheme(schemeIn(fullScheme(stored)))!;
const rows = (...texts: string[]): NonNullable<StoredScheme['rows']> =>
  texts.map((text) => {
    const [name = '', from = '', more = ''] = text.split('/');
    return {
      ...{ name, from: from.replace('>', ''), includesFrom: !from.startsWith('>') },
      value: more === '' ? null : more,
    };
  });
const grades = (stored: StoredScheme, ...percentages: string[]): string =>
  percentages.map((percent) => scheme(stored).gradeOf(Rational.of(percent).over(100))).join(' ');

const CANVAS = rows(
  ...['A/94', 'A−/90', 'B+/87', 'B/84', 'B−/80', 'C+/77', 'C/74', 'C−/70', 'D+/67', 'D/64', 'D−/61', 'F/0'],
);
/** As many of the German universities have it. */
const GERMAN: StoredScheme = {
  kind: 'breakpoints',
  breakpoints: [
    { percent: '0', grade: '5' },
    { percent: '50', grade: '4' },
    { percent: '95', grade: '1' },
  ],
};

describe('the grades of schemes', () => {
  it.each<[string, StoredScheme, string[], string]>([
    ['letters', { rows: CANVAS }, ['100', '94', '93.9999', '61', '60.9999', '0', '-3'], 'A A A− D− F F F'],
    ['letters above 100 %', { rows: rows('A+/100', 'A/90', 'F/0') }, ['104', '100', '99.9999'], 'A+ A+ A'],
    ['letters by rounded percentages', { rows: CANVAS, roundsTo: 0 }, ['93.5', '93.4999'], 'A A−'],
    [
      'classes whose bounds belong to the lower neighbor',
      { kind: 'classes', rows: rows('1/>90', '2/80', '3/>50', '5/0') },
      ['90.0001', '90', '80', '79.9999', '50.0001', '50'],
      '1 2 2 3 3 5',
    ],
    [
      'grade points',
      { kind: 'gpa', rows: rows('A/93/4.0', 'A−/90/3.7', 'B+/87/3.3', 'F/0/0') },
      ['95', '90', '89', '12'],
      '4 3.7 3.3 0',
    ],
    ['pass and fail', { kind: 'pass_fail', rows: rows('Pass/50', 'Fail/0') }, ['50', '49.9999'], 'Pass Fail'],
    [
      'points of 20',
      { kind: 'points', maximum: '20', places: 1 },
      ['67.25', '67.2499', '100'],
      '13.5 13.4 20.0',
    ],
    ['whole percents', { kind: 'percent' }, ['84.5', '84.4999', '101'], '85 84 101'],
    // Rounded by tenths, the better one of two.
    [
      'numbers of which 1 is the best',
      GERMAN,
      ['95', '100', '50', '72.5', '0', '-1', '73.25'],
      '1 1 4 2.5 5 5 2.4',
    ],
    [
      'numbers to the worse quarter',
      { ...GERMAN, step: '0.25', rounding: 'worse' },
      ['72.5', '94.9999', '95', '50', '49.9'],
      '2.5 1.25 1 4 4.25',
    ],
    [
      'numbers to the better whole one, of which 6 is the best',
      {
        ...{ kind: 'breakpoints', step: '1', rounding: 'better' },
        breakpoints: [
          { percent: '0', grade: '1' },
          { percent: '100', grade: '6' },
        ],
      },
      ['0', '0.0001', '20', '20.0001', '100'],
      '1 2 2 3 6',
    ],
  ])('are %s', (_, stored, percentages, expected) => {
    expect(grades(stored, ...percentages)).toBe(expected);
  });

  it('are those of letters for a scheme of an earlier release', () => {
    const stored = {
      rows: [
        { name: 'Pass', from: '60' },
        { name: 'Fail', from: '0' },
      ],
      roundsTo: null,
    };
    expect(toScheme(stored)?.gradeOf(Rational.of('0.6'))).toBe('Pass');
    expect(fullScheme(stored)).toMatchObject({
      kind: 'letters',
      rows: [{ includesFrom: true, value: null }, {}],
    });
  });

  it('are told with the bound, the rounding and the line that they come from', () => {
    const told = (stored: StoredScheme, percent: string): string =>
      say(scheme(stored).told(Rational.of(percent).over(100)), 'en');
    expect(told({ rows: CANVAS }, '85')).toBe('B begins at 84 %.');
    expect(told({ rows: CANVAS }, '3')).toBe('F is the last grade of the scheme.');
    expect(told({ rows: CANVAS, roundsTo: 1 }, '83.96')).toBe(
      'B begins at 84 %, which is compared with 84.0 %, rounded half up.',
    );
    expect(told({ kind: 'classes', rows: rows('1/>90', '5/0') }, '91')).toBe('1 begins above 90 %.');
    expect(told({ kind: 'gpa', rows: rows('A−/90/3.7', 'F/0/0') }, '91')).toBe('3.7 begins at 90 %.');
    expect(told({ kind: 'points', maximum: '20', places: 1 }, '67.25')).toBe(
      '13.5 of 20 points: the share of them, rounded half up to 1 decimal.',
    );
    expect(told({ kind: 'percent' }, '84.5')).toBe('85 %, rounded half up to whole percents.');
    expect(told(GERMAN, '73.25')).toBe(
      'Between the breakpoints of the scheme it is 2.45, rounded to the nearest multiple of 0.1, the better one of two: 2.4.',
    );
  });

  it('are in order from the best to the worst', () => {
    expect(scheme({ kind: 'pass_fail', rows: rows('Pass/50', 'Fail/0') }).inOrder([])).toEqual([
      'Pass',
      'Fail',
    ]);
    expect(scheme({ kind: 'percent' }).inOrder(['9', '84', '100', '84'])).toEqual(['100', '84', '9']);
    expect(scheme(GERMAN).inOrder(['3.7', '1', '2.3'])).toEqual(['1', '2.3', '3.7']);
  });

  const share: fc.Arbitrary<Fraction> = fc
    .tuple(fc.bigInt(0n, 2_000n), fc.bigInt(1n, 1_000n))
    .filter(([upper, lower]) => upper <= 2n * lower);
  const hundredths = (least: number, most: number): fc.Arbitrary<string> =>
    fc.integer({ min: least * 100, max: most * 100 }).map((value) => (value / 100).toFixed(2));
  const exact = ([upper, lower]: Fraction): Rational => Rational.fraction(upper, lower);

  it('are those of a slow computation, for rows', () => {
    const bounds = fc.uniqueArray(hundredths(0, 120), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        share,
        bounds,
        fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
        (at, sent, includes) => {
          const falling = [...new Set([...sent, '0.00'])].sort((one, other) => Number(other) - Number(one));
          const made = falling.map((from, place) => ({
            ...{ name: `row ${place}`, from, value: null },
            includesFrom: place === falling.length - 1 || includes[place]!,
          }));
          const given = scheme({ kind: 'classes', rows: made }).gradeOf(exact(at));
          expect(given).toBe(slowRow(at, made));
          // Shares that are a bound.
          const bound = made[0]!;
          const onBound: Fraction = [scaled(bound.from), 1_000_000n];
          expect(scheme({ kind: 'classes', rows: made }).gradeOf(exact(onBound))).toBe(
            slowRow(onBound, made),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('are those of a slow computation, for points and percents', () => {
    fc.assert(
      fc.property(
        share,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 2 }),
        (at, maximum, places) => {
          const points = scheme({ kind: 'points', maximum: String(maximum), places });
          expect(points.gradeOf(exact(at))).toBe(slowRounded([at[0] * BigInt(maximum), at[1]], places));
          const percents = scheme({ kind: 'percent', places });
          expect(percents.gradeOf(exact(at))).toBe(slowRounded([at[0] * 100n, at[1]], places));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('are those of a slow computation, for lines with corners', () => {
    const corners = fc
      .tuple(
        fc.uniqueArray(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: -80, max: 240 }), { minLength: 6, maxLength: 6 }),
        fc.boolean(),
      )
      .map(([percents, values, isHighBest]) => {
        const sorted = values.toSorted((one, other) => (isHighBest ? one - other : other - one));
        return [0, ...percents.toSorted((one, other) => one - other)].map((percent, at) => ({
          ...{ percent: String(percent), grade: (sorted[at]! / 4).toFixed(2) },
        }));
      });
    const steps = fc.constantFrom(...GRADE_STEPS.filter((step) => step !== '0.01'));
    fc.assert(
      fc.property(
        share,
        corners,
        steps,
        fc.constantFrom(...GRADE_ROUNDINGS),
        (at, breakpoints, step, rounding) => {
          const given = scheme({ kind: 'breakpoints', breakpoints, step, rounding }).gradeOf(exact(at));
          expect(scaled(given)).toBe(slowOnLine(at, breakpoints, step, rounding));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('the terms of schemes', () => {
  it.each<[string, StoredScheme, string]>([
    ['no rows', { rows: [] }, 'scheme.rows'],
    ['no row at 0', { rows: rows('A/50') }, 'scheme.rows'],
    ['a last row without its bound', { kind: 'classes', rows: rows('A/50', 'F/>0') }, 'scheme.rows'],
    ['a name twice', { rows: rows('A/50', 'A/0') }, 'scheme.rows'],
    ['letters without their bounds', { rows: rows('A/>50', 'F/0') }, 'scheme.rows'],
    ['letters with values', { rows: rows('A/50/4', 'F/0/0') }, 'scheme.rows'],
    ['grade points without a value', { kind: 'gpa', rows: rows('A/50/4', 'F/0') }, 'scheme.rows'],
    ['three ways to pass', { kind: 'pass_fail', rows: rows('A/80', 'B/50', 'F/0') }, 'scheme.rows'],
    ['points of nothing', { kind: 'points' }, 'scheme.maximum'],
    ['points with rows', { kind: 'points', maximum: '20', rows: rows('F/0') }, 'scheme.rows'],
    ['a percentage of a maximum', { kind: 'percent', maximum: '20' }, 'scheme.maximum'],
    [
      'one breakpoint',
      { kind: 'breakpoints', breakpoints: [{ percent: '0', grade: '5' }] },
      'scheme.breakpoints',
    ],
    [
      'breakpoints that do not begin at 0',
      {
        kind: 'breakpoints',
        breakpoints: [
          { percent: '1', grade: '5' },
          { percent: '100', grade: '1' },
        ],
      },
      'scheme.breakpoints',
    ],
    [
      'a line that turns',
      {
        kind: 'breakpoints',
        breakpoints: [
          { percent: '0', grade: '1' },
          { percent: '50', grade: '6' },
          { percent: '100', grade: '5' },
        ],
      },
      'scheme.breakpoints',
    ],
    [
      'a line that is level',
      {
        kind: 'breakpoints',
        breakpoints: [
          { percent: '0', grade: '1' },
          { percent: '100', grade: '1' },
        ],
      },
      'scheme.breakpoints',
    ],
    ['letters with a step', { rows: CANVAS, step: '0.1' }, 'scheme.step'],
  ])('refuse %s, by the field', (_, stored, field) => {
    expect(() => schemeIn(fullScheme(stored))).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ field })] }),
    );
  });
});
