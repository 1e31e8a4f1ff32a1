import { ApplicationProcess } from '../../support/application-process';
import { workerDatabase } from '../../support/test-database';

describe('a process that is told to end', () => {
  let process: ApplicationProcess;
  beforeAll(async () => {
    process = await ApplicationProcess.start(await workerDatabase());
  }, 60_000);
  afterAll(() => process.end('SIGKILL'));

  it('answers what is running, then exits with 0 and listens no more', async () => {
    // Each costs a password hash, and only two are worked on at once: the last ones are running for long.
    const running = Array.from({ length: 8 }, (_, number) =>
      fetch(`${process.url}/v1/auth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          grant_type: 'password',
          username: `nobody-${number}`,
          password: 'wrong-password',
        }),
      }).then((response) => response.status),
    );
    await Promise.race(running);
    const exitCode = process.end('SIGTERM');
    expect(await Promise.all(running)).toEqual(Array<number>(8).fill(401));
    expect(await exitCode).toBe(0);
    await expect(fetch(`${process.url}/health/live`)).rejects.toThrow();
  }, 60_000);
});
