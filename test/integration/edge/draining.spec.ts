import { ApplicationProcess } from '../../support/application-process';
import { HttpLine } from '../../support/http-line';
import { KeepAliveLoad, type LoadOutcome } from '../../support/keep-alive-load';
import { negativeControl } from '../../support/negative-control';
import { workerDatabase } from '../../support/test-database';
import { until } from '../../support/until';

/** How often a process is told to end: `SIGTERMS=20 npm test -- draining` for the long form. */
const SIGTERMS = Number(process.env['SIGTERMS'] ?? 2);
const CONNECTIONS = 24;
const DRAIN = { DRAIN_SECONDS: '2' };

negativeControl(
  'the drain before the end',
  ['a terminated process fails its ready check'],
  () => (DRAIN.DRAIN_SECONDS = '0'),
);

interface Ending extends LoadOutcome {
  exitCode: number | null;
  /** Answers of `/health/ready`, each on a connection of its own, from the signal to the first refused connection. */
  readiness: number[];
}

/** Tells a process under load to end. The load opens no more connections once it saw the process unready. */
async function endUnderLoad(environment: Record<string, string>): Promise<Ending> {
  const application = await ApplicationProcess.start(await workerDatabase(), environment);
  let isEnding = false;
  let mayConnect = true;
  const load = new KeepAliveLoad(application.url, CONNECTIONS, () => mayConnect);
  const readiness: number[] = [];
  const balancer = (async () => {
    for (;;) {
      const line = new HttpLine(application.url);
      const answer = await line.send('/health/ready').catch(() => undefined);
      line.close();
      if (!answer) break;
      if (isEnding) readiness.push(answer.status);
      if (isEnding && answer.status === 503) mayConnect = false;
    }
    mayConnect = false;
  })();
  const enough = CONNECTIONS * (5 + Math.random() * 5);
  await until(() => load.outcome.answered > enough);
  isEnding = true;
  const exitCode = await application.end('SIGTERM');
  await Promise.all([balancer, load.ended]);
  return { ...load.outcome, exitCode, readiness };
}

describe.each(['1', '2'])('a process that is told to end under load (WORKERS=%s)', (workers) => {
  const numbers = Array.from({ length: SIGTERMS }, (_, number) => number + 1);
  it.each(numbers)(
    'a terminated process fails its ready check first, then answers every request that it was sent: %s',
    async () => {
      const ending = await endUnderLoad({ WORKERS: workers, ...DRAIN });
      expect(ending).toMatchObject({ lost: 0, exitCode: 0 });
      expect(ending.answered).toBeGreaterThan(CONNECTIONS);
      expect(ending.readiness.filter((status) => status === 503).length).toBeGreaterThan(2);
    },
  );
});

describe('a process that drains', () => {
  it('a draining process goes on serving and tells its connections to close', async () => {
    const application = await ApplicationProcess.start(await workerDatabase(), { DRAIN_SECONDS: '600' });
    const kept = new HttpLine(application.url);
    expect((await kept.send('/health/live')).headers['connection']).toBe('keep-alive');
    const exitCode = application.end('SIGTERM');
    const fresh = (): HttpLine => new HttpLine(application.url);
    await until(async () => (await fresh().send('/health/ready')).status === 503);
    for (const line of [kept, fresh(), fresh()]) {
      const { status, headers } = await line.send('/health/live');
      expect([status, headers['connection']]).toEqual([200, 'close']);
    }
    // A second signal ends it at once.
    await application.end('SIGTERM');
    expect(await exitCode).toBe(1);
  });
});
