import { ApplicationProcess } from '../../support/application-process';
import { HttpLine } from '../../support/http-line';
import { workerDatabase } from '../../support/test-database';

describe('a process that is told to end', () => {
  let process: ApplicationProcess;
  beforeAll(async () => {
    process = await ApplicationProcess.start(await workerDatabase());
  }, 60_000);
  afterAll(() => process.end('SIGKILL'));

  it('a terminated process answers running requests, then exits with 0 and stops listening', async () => {
    // On connections that stand already, so that all requests are there before the first can be answered.
    const lines = Array.from({ length: 8 }, () => new HttpLine(process.url));
    await Promise.all(lines.map((line) => line.send('/health/live')));
    // Each costs a password hash, and only two are worked on at once: the last ones are running for long.
    const running = lines.map(async (line, number) => {
      const guess = { grant_type: 'password', username: `nobody-${number}`, password: 'wrong-password' };
      return (await line.post('/v1/auth/token', guess)).status;
    });
    await Promise.race(running);
    const exitCode = process.end('SIGTERM');
    expect(await Promise.all(running)).toEqual(Array<number>(8).fill(401));
    expect(await exitCode).toBe(0);
    lines.forEach((line) => line.close());
    await expect(fetch(`${process.url}/health/live`)).rejects.toThrow();
  }, 60_000);
});
