import { ApplicationProcess } from '../../support/application-process';
import { negativeControl } from '../../support/negative-control';
import { workerDatabase } from '../../support/test-database';
import { until } from '../../support/until';

negativeControl('the fields of the request log', ['the request log is complete when the process has'], () => {
  ApplicationProcess.preloads.push('preloads/talkative-logs.ts');
});

interface Line {
  level: number;
  req?: { id: string; method: string; path: string };
  res?: { statusCode: number };
  responseTime?: number;
}

const TOKEN = 'a-token-that-nobody-may-read';

/** As in production, where lines are written many at a time. */
describe('the log of requests', () => {
  let process: ApplicationProcess;
  beforeAll(async () => {
    process = await ApplicationProcess.start(await workerDatabase(), {
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      JWT_KEYS: 'test:p7Zs0uXwWm1kR9eJf3TqYb6HcVg2LdNoA5iU8yEr',
      ALLOW_IN_PRODUCTION: 'mail-files',
      PUBLIC_URL: 'http://127.0.0.1',
    });
  }, 60_000);
  afterAll(() => process.end('SIGKILL'));

  const ask = (path: string, id: string): Promise<Response> =>
    fetch(process.url + path, { headers: { 'x-request-id': id, authorization: `Bearer ${TOKEN}` } });
  const linesOf = (id: string): Line[] =>
    process.log.map((line) => JSON.parse(line) as Line).filter(({ req }) => req?.id === id);

  it('the request log is complete when the process has ended, without queries, secrets and health checks', async () => {
    await ask('/v1/people?search=somebody', 'log-1');
    await ask('/health/live', 'log-2');
    await ask('/v1/nowhere', 'log-3');
    expect(await process.end('SIGTERM')).toBe(0);
    await until(() => linesOf('log-3').length > 0);

    expect(linesOf('log-1')).toEqual([
      expect.objectContaining({
        level: 30,
        req: { id: 'log-1', method: 'GET', path: '/v1/people' },
        res: { statusCode: 401 },
        responseTime: expect.any(Number),
      }),
    ]);
    expect(linesOf('log-2')).toEqual([]);
    expect(linesOf('log-3')[0]).toMatchObject({ res: { statusCode: 404 } });
    const text = process.log.join('\n');
    for (const secret of [TOKEN, 'somebody']) expect(text).not.toContain(secret);
  }, 60_000);
});
