import { figuresOf } from '../../support/oneroster-figures';
import { smallBundle } from '../../support/small-school';

/** The yardstick itself, against figures computed by hand. */
describe('the figures of the small school', () => {
  it('the figures of the small school count enrollments and the weeks in which they ended early', async () => {
    const { classes, rows } = await figuresOf(await smallBundle(), '2026-03-02');
    expect(rows).toMatchObject({ users: 10, enrollments: 14, results: 10 });
    expect(classes.get('BIO-A')).toMatchObject({
      enrolled: 7,
      active: 3,
      ended: 4,
      endedByWeek: new Map([
        [-1, 1],
        [0, 1],
        [1, 1],
        [7, 1],
      ]),
    });
    expect(classes.get('STA-A')).toMatchObject({
      enrolled: 4,
      active: 2,
      ended: 2,
      endedByWeek: new Map([[2, 2]]),
    });
  });

  it('the figures of the small school describe the scores of each line item', async () => {
    const { classes } = await figuresOf(await smallBundle(), '2026-03-02');
    expect(Object.fromEntries(classes.get('BIO-A')?.lineItems ?? [])).toEqual({
      'bio-1': {
        results: 3,
        exempt: 0,
        missingScores: 0,
        mean: expect.closeTo(50.75 / 3, 12),
        median: 17.5,
        // The squared distances are 0.34027…, 13.4444… and 9.50694….
        standardDeviation: expect.closeTo(Math.sqrt((23 + 7 / 24) / 2), 12),
        late: 0,
      },
      'bio-2': {
        results: 3,
        exempt: 1,
        missingScores: 1,
        mean: 12.125,
        median: 12.125,
        standardDeviation: null,
        late: 0,
      },
      'bio-3': {
        results: 0,
        exempt: 0,
        missingScores: 3,
        mean: null,
        median: null,
        standardDeviation: null,
        late: 0,
      },
    });
    expect(Object.fromEntries(classes.get('STA-A')?.lineItems ?? [])).toEqual({
      'sta-1': {
        results: 2,
        exempt: 0,
        missingScores: 0,
        mean: 8.25,
        median: 8.25,
        standardDeviation: expect.closeTo(Math.sqrt(0.125), 12),
        late: 0,
      },
    });
  });
});
