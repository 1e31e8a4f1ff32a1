import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { DEMO_PASSWORD } from '../../../src/demo';
import { type ConnectionTarget, toDatabaseUrl } from '../../../src/shared/database/data-source';
import { Caller, TestApp } from '../../support/test-app';
import { testServer, workerDatabase } from '../../support/test-database';

const ROOT = resolve(__dirname, '../../..');

jest.setTimeout(60_000);

/** A command as a process of its own, on the given store. */
function run(
  command: string,
  store: ConnectionTarget,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): ChildProcess {
  return spawn(
    process.execPath,
    ['--require', './test/support/swc-require.cjs', `src/commands/${command}.ts`, ...args],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODE_ENV: 'development',
        LOG_LEVEL: '',
        DATABASE_URL: toDatabaseUrl(store),
        ...env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((settle) => child.once('exit', (code) => settle(code)));
}

/** Runs a command to its end. */
async function outcomeOf(child: ChildProcess, input = ''): Promise<{ code: number | null; said: string }> {
  child.stdin!.end(input);
  const [code, said] = await Promise.all([exitOf(child), text(child.stderr!)]);
  return { code, said };
}

/** What a command says until the words have appeared. */
async function saidUntil(child: ChildProcess, words: string): Promise<string> {
  let said = '';
  for await (const chunk of child.stderr!.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    if (said.includes(words)) return said;
  }
  throw new Error(`It ended without saying "${words}":\n${said}`);
}

describe('npm run demo', () => {
  let store: ConnectionTarget;

  beforeAll(async () => {
    store = await workerDatabase('_demo');
  });

  async function open(): Promise<{ child: ChildProcess; said: string }> {
    const child = run('demo', store, { env: { PORT: '0' } });
    return { child, said: await saidUntil(child, 'To start afresh') };
  }

  it('npm run demo makes the school, prints its address and accounts, and ends cleanly on Ctrl-C', async () => {
    const { child, said } = await open();
    const url = /(http:\/\/\S+)\/docs/.exec(said)?.[1];
    const logins = [...said.matchAll(/^ {2}(administrator|instructor|learner) +(\S+)/gm)];

    expect(said).toContain('Making the demo school');
    expect(said).toContain(DEMO_PASSWORD);
    expect(logins.map(([, role]) => role)).toEqual([
      'administrator',
      ...Array<string>(4).fill('instructor'),
      ...Array<string>(3).fill('learner'),
    ]);
    for (const [, , username = ''] of logins) {
      const body = new URLSearchParams({ grant_type: 'password', username, password: DEMO_PASSWORD });
      const answer = await fetch(`${url}/v1/auth/token`, { method: 'POST', body });
      expect([username, answer.status]).toEqual([username, 200]);
    }

    const exit = exitOf(child);
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(await text(child.stdout!)).toBe('');
  });

  it('npm run demo opens an existing school without making it again', async () => {
    const { child, said } = await open();
    child.kill('SIGTERM');

    expect(said).not.toContain('Making the demo school');
    expect(await exitOf(child)).toBe(0);
  });

  it('npm run demo says that its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((settle) => other.listen(0, '127.0.0.1', settle));
    const { port } = other.address() as { port: number };

    const { code, said } = await outcomeOf(run('demo', store, { env: { PORT: String(port) } }));
    other.close();

    expect(code).toBe(1);
    expect(said.trim()).toBe(`Port ${port} is taken; set PORT=… to another one.`);
  });

  it('npm run demo refuses to run in production', async () => {
    const production = run('demo', store, { env: { NODE_ENV: 'production' } });

    expect(await outcomeOf(production)).toEqual({
      code: 1,
      said: expect.stringContaining('does not run with NODE_ENV=production'),
    });
  });

  it('npm run demo leaves a database with other accounts alone', async () => {
    const app = await TestApp.start();
    await app.person('administrator');

    const { code, said } = await outcomeOf(run('demo', await storeOf(app), { env: { PORT: '0' } }));
    await app.stop();

    expect([code, said]).toEqual([1, expect.stringContaining('the demo leaves it alone')]);
  });
});

describe('npm run create-administrator', () => {
  const NAMES = ['--username', 'ada', '--email', 'ada@school.example'];
  const PASSWORD = 'a store of analytical engines';
  let app: TestApp;
  let store: ConnectionTarget;

  beforeAll(async () => {
    app = await TestApp.start();
    store = await storeOf(app);
  });

  afterAll(() => app.stop());

  async function signedIn(password: string): Promise<Caller> {
    const body = { grant_type: 'password', username: 'ada', password };
    const { status, body: token } = await app.anyone.post('/v1/auth/token', body);
    expect(status).toBe(200);
    return app.bearing(token.access_token);
  }

  it('create-administrator makes an administrator with the password from its input', async () => {
    const args = [...NAMES, '--given-name', 'Ada', '--family-name', 'Byron'];

    const { code, said } = await outcomeOf(run('create-administrator', store, { args }), `${PASSWORD}\n`);

    expect([code, said]).toEqual([0, 'ada is now an administrator.\n']);
    const { body } = await (await signedIn(PASSWORD)).get('/v1/me');
    expect(body).toMatchObject({ role: 'administrator', givenName: 'Ada', familyName: 'Byron' });
  });

  it('create-administrator gives an existing administrator a new password', async () => {
    const { code, said } = await outcomeOf(
      run('create-administrator', store, { args: NAMES }),
      'quite another one\r\n',
    );

    expect([code, said]).toEqual([0, expect.stringContaining('was there already')]);
    await signedIn('quite another one');
  });

  it('create-administrator explains wrong input in a sentence, without a stack', async () => {
    const faulty: [args: string[], input: string, message: string][] = [
      [[...NAMES, '--admin'], PASSWORD, '--admin'],
      [NAMES, '', 'There is no password.'],
      [NAMES, 'short\n', 'must have at least 10 characters'],
    ];

    const outcomes = await Promise.all(
      faulty.map(([args, input]) => outcomeOf(run('create-administrator', store, { args }), input)),
    );

    expect(outcomes).toEqual(
      faulty.map(([, , message]) => ({ code: 1, said: expect.stringContaining(message) })),
    );
    expect(outcomes.filter(({ said }) => /^ {4}at /m.test(said))).toEqual([]);
  });
});

/** The database that the application works on. */
async function storeOf(app: TestApp): Promise<ConnectionTarget> {
  const row = await app.database.row<{ name: string }>('SELECT DATABASE() AS name');
  return { ...testServer(), database: row!.name };
}
