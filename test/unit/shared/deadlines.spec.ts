import * as fc from 'fast-check';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Deadlines, type Wait } from '../../../src/shared/database/deadlines';
import { until } from '../../support/until';

describe('Deadlines', () => {
  it('the Deadlines end a wait that is over, once, and none that is not over or was removed', async () => {
    const deadlines = new Deadlines();
    const ended: string[] = [];
    const now = performance.now();
    const far = deadlines.add(now + 60_000, () => ended.push('far'));
    const removed = deadlines.add(now - 1, () => ended.push('removed'));
    const over = deadlines.add(now - 1, () => ended.push('over'));
    expect(deadlines.remove(removed)).toBe(true);
    await until(() => ended.length > 0);
    expect(deadlines.remove(over)).toBe(false);
    expect(deadlines.remove(far)).toBe(true);
    expect(ended).toEqual(['over']);
  });

  it('the Deadlines go on after there was nothing to wait for', async () => {
    const deadlines = new Deadlines();
    let ended = 0;
    for (let round = 1; round <= 2; round += 1) {
      deadlines.add(performance.now(), () => (ended += 1));
      await until(() => ended === round);
    }
  });

  it('the Deadlines end the waits of one look independently of what the first of them removes', async () => {
    const deadlines = new Deadlines();
    const ended: string[] = [];
    const now = performance.now();
    deadlines.add(now, () => {
      ended.push('first');
      deadlines.remove(second);
    });
    const second = deadlines.add(now, () => ended.push('second'));
    deadlines.add(now, () => ended.push('third'));
    await until(() => ended.includes('third'));
    expect(ended).toEqual(['first', 'third']);
  });

  it('say of every wait whether it was still there, whatever was removed before', () => {
    const steps = fc.array(fc.oneof(fc.constant('add' as const), fc.nat({ max: 20 })), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (orders) => {
        const deadlines = new Deadlines();
        const made: Wait[] = [];
        const open = new Set<Wait>();
        for (const order of orders) {
          if (order === 'add') {
            const wait = deadlines.add(performance.now() + 60_000, () => undefined);
            made.push(wait);
            open.add(wait);
          } else {
            const wait = made[order % made.length];
            if (wait) expect(deadlines.remove(wait)).toBe(open.delete(wait));
          }
        }
        for (const wait of open) expect(deadlines.remove(wait)).toBe(true);
      }),
    );
  });

  it('let minor garbage collections free what ended waits held', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const deadlines = new Deadlines();
    const nextMinute = performance.now() + 60_000;
    // As in a process that has served requests for a while, the first waits have grown old.
    const waits = Array.from({ length: 8 }, () => deadlines.add(nextMinute, () => undefined));
    collect();
    collect();
    const before = oldSpaceBytes();
    let most = 0;
    // 120 MB of results, each held by a wait until eight others have begun.
    for (let statement = 0; statement < 15_000; statement += 1) {
      const result = Array.from({ length: 1000 }, () => statement);
      const place = statement % waits.length;
      deadlines.remove(waits[place] as Wait);
      waits[place] = deadlines.add(nextMinute, () => result.pop());
      if (statement % 100 === 0) most = Math.max(most, oldSpaceBytes() - before);
    }
    for (const wait of waits) deadlines.remove(wait);
    expect(most).toBeLessThan(10_000_000);
  });
});

/** What minor garbage collections no longer look at. */
function oldSpaceBytes(): number {
  const spaces = getHeapSpaceStatistics();
  return spaces.find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? NaN;
}
