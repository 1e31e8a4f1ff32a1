import { type Allowance, allowance } from '../../../src/modules/identity/limits/allowance';
import { RateCountsRepository } from '../../../src/modules/identity/limits/rate-counts.repository';
import { Transactions } from '../../../src/shared/database/transactions';
import { TestApp } from '../../support/test-app';
import { seededRandom } from '../../unit/seeded-random';
import { negativeControl } from '../../support/negative-control';
import { rewriteStatements } from '../../support/statements';

negativeControl('the transaction around a count', ['rate counts in the database give each of many'], () => {
  rewriteStatements(/START TRANSACTION/, /START TRANSACTION/, 'DO 0');
});

/** A slow computation of the same counts, from a list of all uses. */
class SlowCounts {
  private readonly windows = new Map<Allowance, { endsAt: number; uses: number }[]>();

  use(of: Allowance, now: number): { uses: number; endsAt: number } {
    const windows = this.windows.get(of) ?? [];
    const running = windows.find(({ endsAt }) => endsAt > now && endsAt <= now + of.milliseconds);
    const window = running ?? { endsAt: now + of.milliseconds, uses: 0 };
    if (!running) this.windows.set(of, [window]);
    window.uses += 1;
    return { ...window };
  }
}

describe('rate counts in the database', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const use = (allowances: Allowance[]): Promise<{ uses: number; endsAt: Date }[]> =>
    app.get(Transactions).run(() => app.get(RateCountsRepository).use(allowances, app.clock.now()));

  it('rate counts in the database match a slow computation of windows that begin with their first use', async () => {
    const { below, pick } = seededRandom(7);
    const allowances = [allowance('a', 3), allowance('b', 3, 10_000), allowance('c', 3, 3_600_000)];
    const slow = new SlowCounts();
    for (let step = 0; step < 200; step += 1) {
      app.clock.advance(pick([0, 1, 9_999, 10_000, 30_000, below(100_000)]));
      const now = app.clock.now();
      const used = allowances.filter(() => below(2) === 1);
      if (used.length === 0) continue;
      const expected = used.map((each) => slow.use(each, now.getTime()));
      const found = await use(used);
      expect(found.map(({ uses, endsAt }) => ({ uses, endsAt: endsAt.getTime() }))).toEqual(expected);
    }
  });

  it('rate counts in the database give each of many uses at the same moment a different number, in whatever order they list their allowances', async () => {
    const [one, two] = [allowance('one', 1), allowance('two', 1)];
    const told = await Promise.all(
      Array.from({ length: 40 }, (_, index) => use(index % 2 === 0 ? [one, two] : [two, one])),
    );
    const numbers = told.map((pair, index) => pair[index % 2]?.uses ?? 0).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });
});
