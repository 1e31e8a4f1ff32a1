import { TestApp } from '../../support/test-app';
import { account, PASSWORD, tryFrom } from './accounts';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { FairQueue } from '../../../src/modules/identity/passwords/fair-queue';

negativeControl('the turns of networks', ['people from other networks sign in'], () => {
  replaceMethod(
    FairQueue.prototype,
    'run',
    (run) =>
      function <T>(this: FairQueue, _group: string, work: () => Promise<T>) {
        return run.call(this, 'all', work) as Promise<T>;
      },
  );
});

const FLOODING_NETWORKS = 15;
const TRIES_A_NETWORK = 20;
const PEOPLE = 20;

describe('signing in during a flood of tries', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({
      ...{ SIGN_IN_LIMIT_PER_MINUTE: '20', SIGN_IN_LIMIT_PER_NETWORK: '100' },
      // All tries count in one row of the store. On a busy machine they wait for it for longer than usual, which is not what this is about.
      ...{ DATABASE_WAIT_SECONDS: '30', DATABASE_STATEMENT_SECONDS: '30', DATABASE_LOCK_WAIT_SECONDS: '20' },
    });
  });
  afterAll(() => app.stop());

  it('people from other networks sign in before the flood is over', async () => {
    const people = await Promise.all(Array.from({ length: PEOPLE }, () => account(app)));
    let answered = 0;
    const flood = Array.from({ length: FLOODING_NETWORKS * TRIES_A_NETWORK }, async (_, index) => {
      const status = await tryFrom(app, `198.51.100.${index % FLOODING_NETWORKS}`, `sprayed-${index}`);
      answered += 1;
      return status;
    });
    // Once the flood has started.
    await Promise.race(flood);

    const signIns = people.map(({ username }, index) =>
      tryFrom(app, `203.0.113.${index}`, username, PASSWORD),
    );
    expect(await Promise.all(signIns)).toEqual(Array<number>(PEOPLE).fill(200));
    expect(answered).toBeLessThan(FLOODING_NETWORKS * TRIES_A_NETWORK - PEOPLE);
    expect(new Set(await Promise.all(flood))).toEqual(new Set([401]));
  });
});
