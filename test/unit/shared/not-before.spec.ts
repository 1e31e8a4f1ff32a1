import { notBefore } from '../../../src/shared/time/not-before';

const [one, two, three] = ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => new Date(day)) as [
  Date,
  Date,
  Date,
];

describe('the instant of what follows others', () => {
  it('the instant of a change is the present instant while the clock goes forward', () => {
    expect(notBefore(three, one, null, two)).toEqual(three);
    expect(notBefore(one)).toEqual(one);
    expect(notBefore(one, null, undefined)).toEqual(one);
  });

  it('the instant of a change is the latest of the earlier instants if the clock was set back', () => {
    expect(notBefore(one, two, three, null)).toEqual(three);
  });
});
