import { loadSettings } from '../../../src/config/settings';
import { RateCountKeeper, SharedRateCounts } from '../../../src/shared/http/shared-rate-counts';
import { TestClock } from '../../support/test-clock';

const BATCH_MILLISECONDS = 100;

describe('rate counts that workers share', () => {
  const settings = loadSettings({ RATE_LIMIT_PER_MINUTE: '10', SIGN_IN_LIMIT_PER_MINUTE: '3' });
  let clock: TestClock;
  let keeper: RateCountKeeper;
  let messages: number;
  beforeEach(() => {
    jest.useFakeTimers();
    clock = new TestClock();
    keeper = new RateCountKeeper(settings);
    messages = 0;
  });
  afterEach(() => jest.useRealTimers());

  function worker({ primaryAnswers = true } = {}): SharedRateCounts {
    const counts: SharedRateCounts = new SharedRateCounts(settings, clock, (news) => {
      messages += 1;
      const answer = keeper.answer(news, clock.now().getTime());
      if (answer && primaryAnswers) counts.receive(structuredClone(answer));
    });
    return counts;
  }

  const request = (counts: SharedRateCounts, caller = 'ada') => counts.request(caller, clock.now().getTime());
  const guess = (counts: SharedRateCounts) => counts.guess('ada', clock.now().getTime());
  const admitted = (counts: SharedRateCounts, times: number): number =>
    Array.from({ length: times }, () => request(counts)).filter(({ isRefused }) => !isRefused).length;

  it('admit exactly as many guesses as the limit allows, over all workers', async () => {
    const [first, second] = [worker(), worker()];
    const standings = [await guess(first), await guess(second), await guess(first), await guess(second)];
    expect(standings.map(({ isRefused }) => isRefused)).toEqual([false, false, false, true]);
    clock.advance(60_000);
    expect((await guess(second)).isRefused).toBe(false);
  });

  it('judge guesses by the count of the worker when the primary does not answer', async () => {
    const alone = worker({ primaryAnswers: false });
    const standings = [];
    for (let number = 0; number < 4; number += 1) {
      const standing = guess(alone);
      await jest.advanceTimersByTimeAsync(1_000);
      standings.push(await standing);
    }
    expect(standings.map(({ isRefused }) => isRefused)).toEqual([false, false, false, true]);
  });

  it('hold a caller who spreads over workers to one allowance, a batch later', () => {
    const [first, second] = [worker(), worker()];
    expect(admitted(first, 6) + admitted(second, 4)).toBe(10);
    jest.advanceTimersByTime(BATCH_MILLISECONDS);
    expect(admitted(second, 1)).toBe(0);
    // The first heard of its own six alone; what it lets in now is told, and then it knows.
    expect(admitted(first, 1)).toBe(1);
    jest.advanceTimersByTime(BATCH_MILLISECONDS);
    expect(admitted(first, 1)).toBe(0);
  });

  it('count what comes while a batch is under way', () => {
    const [first, second] = [worker(), worker()];
    admitted(first, 3);
    jest.advanceTimersByTime(BATCH_MILLISECONDS);
    admitted(first, 3);
    admitted(second, 3);
    jest.advanceTimersByTime(BATCH_MILLISECONDS);
    expect(request(second).remaining).toBe(0);
  });

  it('end a caller’s minute when the primary says', () => {
    const [first, second] = [worker(), worker()];
    request(first);
    jest.advanceTimersByTime(BATCH_MILLISECONDS);
    clock.advance(30_000);
    expect(request(second).seconds).toBe(60);
    jest.advanceTimersByTime(BATCH_MILLISECONDS);
    expect(request(second)).toMatchObject({ remaining: 7, seconds: 30 });
  });

  it('tell nothing when there is nothing to tell, and one batch for many requests', () => {
    const counts = worker();
    jest.advanceTimersByTime(10_000);
    expect(messages).toBe(0);
    for (let number = 0; number < 100; number += 1) request(counts, `caller-${number}`);
    jest.advanceTimersByTime(10_000);
    expect(messages).toBe(1);
  });
});
