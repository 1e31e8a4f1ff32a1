import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import {
  type EmbeddedConnection,
  type EmbeddedServer,
  startEmbeddedServer,
} from '../../../src/shared/database/embedded';
import { identityOf, pidOf } from '../../../src/shared/database/embedded/process-identity';
import { ApplicationProcess } from '../../support/application-process';
import { until } from '../../support/until';
import { negativeControl } from '../../support/negative-control';

/** Whether those that hold the server look after it. */
let isSupervised = true;

negativeControl(
  'the supervision of the embedded server',
  ['a command restarts the killed server after its'],
  () => {
    isSupervised = false;
  },
);

jest.setTimeout(180_000);

const NOWHERE = { user: '', password: '', database: '' };

describe('the embedded database server that was killed', () => {
  let folder: string;
  let servers: EmbeddedServer[];
  let processes: ApplicationProcess[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stoa-restart-'));
    servers = [];
    processes = [];
  });
  afterEach(async () => {
    for (const process of processes) await process.end('SIGKILL');
    for (const server of servers) await server.stop();
    await until(() => identityOf(serverPid()) === undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  const place = (): string => join(folder, 'database');
  const recordPath = (): string => join(place(), 'server.json');

  function serverPid(): number {
    try {
      const { server } = JSON.parse(readFileSync(join(place(), 'running.json'), 'utf8')) as {
        server: string;
      };
      return pidOf(server);
    } catch {
      return 0;
    }
  }

  async function serve(environment: Record<string, string> = {}): Promise<ApplicationProcess> {
    const application = await ApplicationProcess.start(NOWHERE, {
      DATABASE_URL: '',
      DATA_DIRECTORY: folder,
      ...environment,
    });
    processes.push(application);
    return application;
  }

  async function hold(role: 'application' | 'command', trouble: string[] = []): Promise<EmbeddedServer> {
    const server = await startEmbeddedServer({
      dataDirectory: place(),
      role,
      supervision: isSupervised
        ? {
            limitSeconds: 60,
            onTrouble: (message) => trouble.push(message),
            onLost: (error) => trouble.push(`lost: ${error.message}`),
          }
        : undefined,
    });
    servers.push(server);
    return server;
  }

  /** The status of signing in with a password that nobody has: 401 needs the store. */
  async function signIn(url: string): Promise<number> {
    const body = new URLSearchParams({
      grant_type: 'password',
      username: 'nobody',
      password: 'none of these',
    });
    return (await fetch(`${url}/v1/auth/token`, { method: 'POST', body })).status;
  }

  const isReady = async (url: string): Promise<boolean> =>
    (await fetch(`${url}/health/ready`)).status === 200;

  it.each([
    ['one process', '1'],
    ['several workers', '2'],
  ])(
    'the killed server is started again for an application of %s, which then answers as before',
    async (_words, workers) => {
      const { url, log } = await serve({ WORKERS: workers });
      expect(await signIn(url)).toBe(401);
      const first = serverPid();
      process.kill(first, 'SIGKILL');
      await until(() => serverPid() !== first && identityOf(serverPid()) !== undefined, 60);
      await until(() => isReady(url), 60);
      await until(async () => (await signIn(url)) === 401, 60);
      expect(log.filter((line) => line.includes('has ended by itself'))).toHaveLength(1);
    },
  );

  it('the application exits with a fatal log line when the killed server cannot be restarted in time', async () => {
    const application = await serve({ DATABASE_RESTART_SECONDS: '1' });
    const record = readFileSync(recordPath(), 'utf8');
    // Data of a later version, which the program at hand must not touch.
    writeFileSync(recordPath(), record.replace(/"version": "\d+/, '"version": "99'));
    const exit = application.exit();
    process.kill(serverPid(), 'SIGKILL');
    expect(await exit).toBe(1);
    const fatal = (): unknown =>
      application.log.map((line) => JSON.parse(line) as { level: number }).find(({ level }) => level === 60);
    await until(() => fatal() !== undefined);
    expect(fatal()).toMatchObject({ msg: expect.stringContaining('cannot be started again') });
  });

  it('all holders of a killed server, commands too, get the same new server, which ends with the last of them', async () => {
    const application = await hold('application');
    const command = await hold('command');
    const first = application.pid;
    process.kill(first, 'SIGKILL');
    await until(() => application.pid !== first && command.pid === application.pid, 60);
    for (const { connection } of [application, command]) expect(await oneOf(connection)).toBe(1);
    await application.stop();
    expect(await oneOf(command.connection)).toBe(1);
    await command.stop();
    expect(identityOf(command.pid)).toBeUndefined();
  });

  it('a command restarts the killed server after its application has stopped', async () => {
    const application = await hold('application');
    const command = await hold('command');
    await application.stop();
    const first = command.pid;
    process.kill(first, 'SIGKILL');
    await until(() => command.pid !== first, 60);
    expect(await oneOf(command.connection)).toBe(1);
  });

  it('restarting is retried until it succeeds, and stops once nobody holds the server', async () => {
    const trouble: string[] = [];
    const application = await hold('application', trouble);
    const record = readFileSync(recordPath(), 'utf8');
    writeFileSync(recordPath(), record.replace(/"version": "\d+/, '"version": "99'));
    const first = application.pid;
    process.kill(first, 'SIGKILL');
    await until(() => trouble.filter((message) => message.includes('could not be started')).length >= 2, 60);
    writeFileSync(recordPath(), record);
    await until(() => application.pid !== first, 60);
    expect(await oneOf(application.connection)).toBe(1);

    const second = application.pid;
    const stopping = application.stop();
    process.kill(second, 'SIGKILL');
    await stopping;
    expect(identityOf(serverPid())).toBeUndefined();
    expect(trouble.filter((message) => message.startsWith('lost'))).toEqual([]);
  });
});

async function oneOf(connection: EmbeddedConnection): Promise<unknown> {
  const session = await createConnection({ ...connection });
  try {
    const [[row]] = await session.query<RowDataPacket[]>('SELECT 1 AS one');
    return row?.['one'];
  } finally {
    await session.end();
  }
}
