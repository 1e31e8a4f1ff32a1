import type { OperationSign } from '../../../src/shared/operations/operation.entity';
import { SilenceWatch } from '../../../src/shared/operations/silence-watch';

const sign = (id: string, beats: number, fence = 1): OperationSign => ({
  ...{ id, beats, fence, kind: 'test', status: 'running' },
});

describe('the watch for silence', () => {
  const silentIds = (watch: SilenceWatch, signs: OperationSign[], instant: number): string[] =>
    watch.silent(signs, instant).map(({ id }) => id);

  it('the watch for silence reports an operation whose beats it has seen unchanged for as long as the limit', () => {
    const watch = new SilenceWatch(20);
    expect(silentIds(watch, [sign('a', 7)], 1000)).toEqual([]);
    expect(silentIds(watch, [sign('a', 7)], 1019)).toEqual([]);
    expect(silentIds(watch, [sign('a', 7)], 1020)).toEqual(['a']);
  });

  it('the watch for silence begins anew with each beat and with each fence', () => {
    const watch = new SilenceWatch(20);
    watch.silent([sign('a', 7), sign('b', 7)], 0);
    expect(silentIds(watch, [sign('a', 8), sign('b', 7, 2)], 19)).toEqual([]);
    expect(silentIds(watch, [sign('a', 8), sign('b', 7, 2)], 38)).toEqual([]);
    expect(silentIds(watch, [sign('a', 8), sign('b', 7, 2)], 39)).toEqual(['a', 'b']);
  });

  it('the watch for silence forgets what does not run any more', () => {
    const watch = new SilenceWatch(20);
    watch.silent([sign('a', 7)], 0);
    watch.silent([], 10);
    expect(silentIds(watch, [sign('a', 7)], 30)).toEqual([]);
  });
});
