import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = join(__dirname, '../../..');

interface Ending {
  exitCode: number | null;
  output: string;
  errors: string;
}

async function start(environment: Record<string, string>): Promise<Ending> {
  const child = spawn(
    process.execPath,
    ['--require', join(ROOT, 'test/support/swc-require.cjs'), join(ROOT, 'src/main.ts')],
    // Not the repository's folder, where a developer may keep a .env.
    { cwd: __dirname, env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [output, errors, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { exitCode, output, errors };
}

describe('a process that cannot start', () => {
  it('a failed start in production is a log line like all others', async () => {
    const { exitCode, output, errors } = await start({ NODE_ENV: 'production', PORT: '70000' });
    expect([exitCode, errors]).toEqual([1, '']);
    const lines = output.trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 60,
      time: expect.any(Number),
      msg: expect.stringMatching(
        /^The process cannot start\. .*\n.*PORT must be a whole number from 0 to 65535/,
      ),
    });
  });

  it('a failed start because of an unreachable store is a log line', async () => {
    // A port that was free a moment ago.
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { exitCode, output } = await start({
      NODE_ENV: 'production',
      PORT: '0',
      PUBLIC_URL: 'https://stoa.example',
      JWT_KEYS: 'k1:3f9c1b7e5d2a4860b1c7d9e2f4a6083c5e7d9b1f',
      MAIL_TRANSPORT: 'smtp',
      MAIL_SMTP_URL: 'smtp://127.0.0.1:1',
      DATABASE_URL: `mysql://stoa:hunter2@127.0.0.1:${port}/stoa`,
    });
    expect(exitCode).toBe(1);
    const { level, msg } = JSON.parse(output.trim().split('\n').at(-1)!) as { level: number; msg: string };
    expect([level, msg]).toEqual([60, expect.stringContaining('The database cannot be used')]);
    expect(output).not.toContain('hunter2');
  });

  it('a failed start in development is a plain sentence', async () => {
    const { exitCode, output, errors } = await start({ NODE_ENV: 'development', PORT: '70000' });
    expect([exitCode, output]).toEqual([1, '']);
    expect(errors).toMatch(/^These settings are wrong:\n {2}- PORT must be a whole number/);
  });
});
