import { Deadlines } from '../../../src/shared/database/deadlines';
import { until } from '../../support/until';

describe('Deadlines', () => {
  it('end a wait that is over, once, and none that is not over or was removed', async () => {
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

  it('go on after there was nothing to wait for', async () => {
    const deadlines = new Deadlines();
    let ended = 0;
    for (let round = 1; round <= 2; round += 1) {
      deadlines.add(performance.now(), () => (ended += 1));
      await until(() => ended === round);
    }
  });

  it('end the waits of one look independently of what the first of them removes', async () => {
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
});
