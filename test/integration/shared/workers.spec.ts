import { createServer, type AddressInfo } from 'node:net';
import { identityOf } from '../../../src/shared/database/embedded/process-identity';
import { toBinary } from '../../../src/shared/database/ids';
import { ApplicationProcess } from '../../support/application-process';
import { HttpLine, type LineAnswer, type LineRequest } from '../../support/http-line';
import { buildBundle, type RowValues } from '../../support/oneroster-bundle';
import { smallSchool } from '../../support/small-school';
import { type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';
import { negativeControl } from '../../support/negative-control';

negativeControl('the replacement of workers', ['a worker that dies is replaced while the others'], () => {
  ApplicationProcess.preloads.push('preloads/lost-workers.ts');
});

const WORKERS = 2;
const SIGN_IN_LIMIT = 5;

const started: ApplicationProcess[] = [];
let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(async () => {
  await Promise.all(started.map((application) => application.end('SIGKILL')));
  await app.stop();
});

async function start(environment: Record<string, string> = {}): Promise<ApplicationProcess> {
  const application = await ApplicationProcess.start(app.target, {
    WORKERS: String(WORKERS),
    DATA_DIRECTORY: app.settings.dataDirectory,
    ...environment,
  });
  started.push(application);
  return application;
}

function isAlive(pid: number): boolean {
  return identityOf(pid) !== undefined;
}

function signIn(line: HttpLine, username: string): Promise<LineAnswer> {
  return line.post('/v1/auth/token', { grant_type: 'password', username, password: 'wrong-password' });
}

async function statusesOf(answers: Promise<LineAnswer>[]): Promise<number[]> {
  return (await Promise.all(answers)).map(({ status }) => status).sort();
}

describe('several workers', () => {
  let application: ApplicationProcess;
  let lines: HttpLine[] = [];
  beforeAll(async () => {
    application = await start({
      LOG_LEVEL: 'info',
      SIGN_IN_LIMIT_PER_MINUTE: String(SIGN_IN_LIMIT),
    });
  });
  beforeEach(() => {
    lines = Array.from({ length: WORKERS }, () => new HttpLine(application.url));
  });
  afterEach(() => lines.forEach((line) => line.close()));

  let requests = 0;
  /** Asks on a line of its own where none is given. */
  async function ask(request: LineRequest, line?: HttpLine): Promise<LineAnswer> {
    const own = line ?? new HttpLine(application.url);
    return own.send('/v1/me', request).finally(() => line === undefined && own.close());
  }

  /** The process that answers, by its log. */
  async function workerOf(line?: HttpLine): Promise<number> {
    const name = `request-${(requests += 1)}`;
    await ask({ headers: { 'x-request-id': name } }, line);
    const ofRequest = () => application.log.find((text) => text.includes(`"${name}"`));
    await until(() => ofRequest() !== undefined);
    return (JSON.parse(ofRequest()!) as { pid: number }).pid;
  }

  it('all workers take requests on one port', async () => {
    const serving = await Promise.all(lines.map((line) => workerOf(line)));
    expect(serving.sort()).toEqual(application.workers.sort());
    expect(new Set(serving).size).toBe(WORKERS);
  });

  it('workers count tries of one password together', async () => {
    const tries = Array.from({ length: SIGN_IN_LIMIT + 1 }, (_, number) =>
      signIn(lines[number % WORKERS]!, 'lena@school.example'),
    );
    expect(await statusesOf(tries)).toEqual([...Array<number>(SIGN_IN_LIMIT).fill(401), 429]);
  });

  describe('share imports', () => {
    const MORE = 8;
    const MANY = 20_000;
    let administrator: Caller;
    beforeAll(async () => {
      administrator = await app.person('administrator');
    });

    function school(more: number): Promise<string> {
      const { orgs, users } = smallSchool();
      const copies = Array.from({ length: more }, (_, index): RowValues => ({
        ...users[2],
        ...{ sourcedId: `u-${index}`, username: `u-${index}`, email: `u-${index}@hillview.example` },
      }));
      return buildBundle({ orgs, users: [...users, ...copies] });
    }

    async function upload(line: HttpLine, path: string): Promise<string> {
      const { status, body } = await line.upload('/v1/roster-imports', path, administrator.token!);
      expect(status).toBe(202);
      return body.id;
    }

    const operation = (line: HttpLine, id: string, method = 'GET', part = ''): Promise<LineAnswer> =>
      line.send(`/v1/operations/${id}${part}`, { method, token: administrator.token });

    const untilIt = (line: HttpLine, id: string, status: string): Promise<void> =>
      until(async () => (await operation(line, id)).body.status === status);

    it('an import can be uploaded to one worker and watched, confirmed and canceled at another', async () => {
      const [here, there] = lines as [HttpLine, HttpLine];

      await untilIt(there, await upload(here, await school(MORE)), 'succeeded');

      const ending = await upload(here, await school(0));
      await untilIt(there, ending, 'needs_confirmation');
      expect((await operation(there, ending, 'PUT', '/confirmation')).status).toBe(202);
      await untilIt(here, ending, 'succeeded');

      const long = await upload(here, await school(MANY));
      await until(async () => (await operation(there, long)).body.progress?.phase === 'Importing users.csv');
      expect((await operation(there, long, 'DELETE')).status).toBe(204);
      await untilIt(here, long, 'cancelled');
      const [row] = await app.database.rows<{ count: number }>(
        `SELECT COUNT(*) AS count FROM users WHERE sourced_id LIKE 'u-%'`,
      );
      expect(row!.count).toBeLessThan(MANY);
    });
  });

  it('a worker that dies is replaced while the others take the requests', async () => {
    const { token } = await app.person();
    const [victim = 0, survivor] = application.workers;
    process.kill(victim, 'SIGKILL');
    // Some may be cut off; none may be left waiting.
    await Promise.allSettled(Array.from({ length: 10 }, () => ask({ token })));
    await until(() => !application.workers.includes(victim));
    expect((await ask({ token })).status).toBe(200);

    await until(async () => ![victim, survivor].includes(await workerOf()));
    expect(application.workers).toHaveLength(WORKERS);
    expect(application.workers).toContain(survivor);
  });
});

describe('several machines on one store', () => {
  it('several machines count tries of one password together, whichever takes them and however the account is named', async () => {
    const alone = { WORKERS: '1', SIGN_IN_LIMIT_PER_MINUTE: String(SIGN_IN_LIMIT) };
    const machines = await Promise.all([start(alone), start(alone)]);
    const { id } = await app.person();
    const [user] = await app.database.rows<{ username: string; email: string }>(
      'SELECT username, email FROM users WHERE id = ?',
      [toBinary(id)],
    );
    const names = [user!.username, user!.email, user!.username.toUpperCase()];
    const lines = Array.from({ length: 24 }, (_, number) => new HttpLine(machines[number % 2]!.url));
    const tries = lines.map((line, number) => signIn(line, names[number % names.length]!));
    expect(await statusesOf(tries)).toEqual([
      ...Array<number>(SIGN_IN_LIMIT).fill(401),
      ...Array<number>(24 - SIGN_IN_LIMIT).fill(429),
    ]);
    lines.forEach((line) => line.close());
    await Promise.all(machines.map((machine) => machine.end('SIGTERM')));
  });
});

describe('workers that are told to end', () => {
  it('terminated workers answer running requests and exit with 0', async () => {
    const application = await start();
    const { workers } = application;
    // Each costs a password hash, and only one a worker is worked on at once: the last ones are running for long.
    const running = Array.from({ length: 8 }, (_, number) =>
      signIn(new HttpLine(application.url), `n-${number}`),
    );
    await Promise.race(running);
    const exitCode = application.end('SIGTERM');
    expect(await statusesOf(running)).toEqual(Array<number>(8).fill(401));
    expect(await exitCode).toBe(0);
    expect(workers.filter(isAlive)).toEqual([]);
    await expect(fetch(`${application.url}/health/live`)).rejects.toThrow();
  });
});

describe('workers whose primary is killed', () => {
  it('workers whose primary was killed end by themselves', async () => {
    const application = await start();
    const { workers } = application;
    expect(workers.filter(isAlive)).toHaveLength(WORKERS);
    await application.end('SIGKILL');
    await until(() => !workers.some(isAlive));
  });
});

describe('workers that cannot start', () => {
  it('workers that cannot start log the reason once', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const outcome = await start({ PORT: String(port) }).catch((error: Error) => error.message);
    expect(outcome).toBe(`The application did not start:\nPort ${port} is taken; set PORT=… to another one.`);
    other.close();
  });
});
