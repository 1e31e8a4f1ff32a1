import { isTooMuch } from '../../../src/modules/rostering/import/end-plan';

describe('ends that need a confirmation', () => {
  it.each([
    [4, 4, true],
    [4, 3, true],
    // Half of a small class, or one of three, leaves in an ordinary week.
    [4, 2, false],
    [3, 1, false],
    [2, 1, false],
    [1, 1, true],
    [25, 5, false],
    [25, 6, true],
    [9, 5, true],
    [40, 40, true],
    [40, 0, false],
  ])('of %d active records, %d ends at a share of 20 %%: %s', (active, ending, isAsked) => {
    expect(isTooMuch({ active, ending }, 20)).toBe(isAsked);
  });

  it('are none at a share of 100 %', () => {
    expect(isTooMuch({ active: 4, ending: 4 }, 100)).toBe(false);
  });

  it('are all of a few only above half at a share of 0 %', () => {
    expect([1, 2, 3, 4].map((ending) => isTooMuch({ active: 4, ending }, 0))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(isTooMuch({ active: 100, ending: 5 }, 0)).toBe(true);
  });
});
