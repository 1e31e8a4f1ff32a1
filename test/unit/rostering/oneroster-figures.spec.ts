import { figuresOf } from '../../support/oneroster-figures';
import { smallBundle } from '../../support/small-school';

/** The yardstick itself, against figures computed by hand. */
describe('the figures of the small school', () => {
  it('the figures of the small school count enrollments and the weeks in which they ended early', async () => {
    const { classes, rows } = await figuresOf(await smallBundle());
    expect(rows).toMatchObject({ users: 10, enrollments: 14, results: 10 });
    expect(classes.get('BIO-A')).toMatchObject({
      enrolled: 7,
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
      ended: 2,
      endedByWeek: new Map([[2, 2]]),
    });
  });

  it('the figures of the small school describe the scores of each line item', async () => {
    const { classes } = await figuresOf(await smallBundle());
    expect(Object.fromEntries(classes.get('BIO-A')?.lineItems ?? [])).toEqual({
      'bio-1': {
        results: 4,
        missingScores: 0,
        mean: 14.9375,
        median: 15.375,
        // The squared distances are 6.56640625, 2.84765625, 25.62890625 and 35.25390625.
        standardDeviation: expect.closeTo(Math.sqrt(70.296875 / 3), 12),
        late: 2,
      },
      'bio-2': {
        results: 3,
        missingScores: 2,
        mean: 12.125,
        median: 12.125,
        standardDeviation: null,
        late: 1,
      },
      'bio-3': { results: 0, missingScores: 0, mean: null, median: null, standardDeviation: null, late: 0 },
    });
    expect(Object.fromEntries(classes.get('STA-A')?.lineItems ?? [])).toEqual({
      'sta-1': {
        results: 3,
        missingScores: 0,
        mean: 6.5,
        median: 8,
        standardDeviation: expect.closeTo(Math.sqrt(18.5 / 2), 12),
        late: 1,
      },
    });
  });
});
