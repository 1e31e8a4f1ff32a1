import { RepeatedWork } from '../../../src/shared/clock/repeated-work';

describe('repeated work', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('repeated work is done about once a period until it is stopped', async () => {
    let rounds = 0;
    const work = new RepeatedWork(async () => (rounds += 1), 1000, fail);
    await jest.advanceTimersByTimeAsync(5000);
    expect(rounds).toBe(0);
    work.start();
    await jest.advanceTimersByTimeAsync(100_000);
    expect(rounds).toBeGreaterThanOrEqual(80);
    expect(rounds).toBeLessThanOrEqual(133);
    const before = rounds;
    await work.stop();
    work.wake();
    await jest.advanceTimersByTimeAsync(5000);
    expect(rounds).toBe(before);
  });

  it('repeated work is not done a second time while it is being done, and is waited for at the end', async () => {
    let rounds = 0;
    let finish = (): void => undefined;
    const work = new RepeatedWork(
      async () => {
        await new Promise<void>((resolve) => (finish = resolve));
        rounds += 1;
      },
      1000,
      fail,
    );
    work.start();
    work.wake();
    work.wake();
    await jest.advanceTimersByTimeAsync(5000);
    expect(rounds).toBe(0);
    const stopped = work.stop();
    finish();
    await stopped;
    expect(rounds).toBe(1);
  });

  it('repeated work goes on after a round that failed', async () => {
    const errors: unknown[] = [];
    const work = new RepeatedWork(
      () => Promise.reject(new Error('away')),
      1000,
      (error) => errors.push(error),
    );
    work.start();
    await jest.advanceTimersByTimeAsync(3000);
    expect(errors.length).toBeGreaterThanOrEqual(2);
    await work.stop();
  });
});

function fail(error: unknown): never {
  throw new Error('Unexpected', { cause: error });
}
