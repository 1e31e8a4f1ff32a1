import { RateWindows, WINDOW_MILLISECONDS } from '../../../src/shared/http/rate-windows';

const NOW = Date.parse('2026-03-02T09:00:00.000Z');

describe('rate windows', () => {
  it('rate windows admit up to the limit, telling what is left and for how long', () => {
    const windows = new RateWindows();
    expect(windows.hit('ada', 2, NOW)).toEqual({ isRefused: false, remaining: 1, seconds: 60 });
    expect(windows.hit('ada', 2, NOW + 10_500)).toEqual({ isRefused: false, remaining: 0, seconds: 50 });
    expect(windows.hit('ada', 2, NOW + 59_999)).toEqual({ isRefused: true, remaining: 0, seconds: 1 });
  });

  it('rate windows count each key by itself', () => {
    const windows = new RateWindows();
    windows.hit('ada', 1, NOW);
    expect(windows.hit('ada', 1, NOW).isRefused).toBe(true);
    expect(windows.hit('bo', 1, NOW).isRefused).toBe(false);
  });

  it('rate windows begin anew a minute after the first request, however many were refused', () => {
    const windows = new RateWindows();
    for (let second = 0; second < 60; second += 1) windows.hit('ada', 3, NOW + second * 1000);
    expect(windows.hit('ada', 3, NOW + WINDOW_MILLISECONDS)).toEqual({
      isRefused: false,
      remaining: 2,
      seconds: 60,
    });
  });

  it('rate windows hold for their whole minute, whenever in the life of a generation they begin', () => {
    for (let start = 0; start < 2 * WINDOW_MILLISECONDS; start += 7_000) {
      const windows = new RateWindows();
      windows.hit('somebody', 1, NOW);
      const began = NOW + start;
      windows.hit('ada', 1, began);
      for (const later of [1, 30_000, 59_999]) {
        windows.hit('somebody', 1, began + later);
        expect(windows.hit('ada', 1, began + later).isRefused).toBe(true);
      }
    }
  });

  it('rate windows refuse nobody for long when the clock is put back', () => {
    const windows = new RateWindows();
    windows.hit('ada', 1, NOW);
    expect(windows.hit('ada', 1, NOW - 3_600_000).isRefused).toBe(false);
  });

  it('rate windows forget the oldest when there are more keys than they take', () => {
    const windows = new RateWindows(10);
    const hitsOf = (prefix: string, count: number) => {
      for (let number = 0; number < count; number += 1) windows.hit(`${prefix}${number}`, 1, NOW);
    };
    windows.hit('early', 1, NOW);
    hitsOf('a', 11);
    expect(windows.hit('early', 1, NOW).isRefused).toBe(true);
    hitsOf('b', 12);
    expect(windows.hit('early', 1, NOW).isRefused).toBe(false);
  });
});
