import { TestApp } from '../../support/test-app';

/** More than one connection, so that more than the first of the pool is seen. */
const AT_ONCE = 3;

describe('the sessions of the database', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('no connection lets MariaDB compute a derived table once for each row that it is joined to', async () => {
    const seen = await Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        app.database.rows<{ id: number; version: string; switches: string }>(
          'SELECT CONNECTION_ID() AS id, VERSION() AS version, @@optimizer_switch AS switches',
        ),
      ),
    );
    const sessions = seen.flat();
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(AT_ONCE);
    for (const { version, switches } of sessions) {
      const setting = /split_materialized=\w+/.exec(switches)?.[0];
      // MySQL has no such plan, and refuses a setting that it does not know.
      expect(setting).toBe(version.includes('MariaDB') ? 'split_materialized=off' : undefined);
    }
  });
});
