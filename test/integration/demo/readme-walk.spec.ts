import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { frontDoorsOf, seedDemoSchool } from '../../../src/demo';
import { TestApp } from '../../support/test-app';

const SEEDING_DAY = '2026-03-02';
const README = readFileSync(resolve(__dirname, '../../../README.md'), 'utf8');

jest.setTimeout(120_000);

/** The commands of the first walk, as they stand in the README, but for the address. */
function commandsOf(readme: string, port: number): string {
  const [, commands] = /## A first walk[\s\S]*?```bash\n([\s\S]*?)```/.exec(readme) ?? [];
  const address = 'http://localhost:3000';
  if (commands?.includes(address) !== true)
    throw new Error('The README has no walk, or it begins elsewhere.');
  return commands.replace(address, `http://127.0.0.1:${port}`);
}

describe('the first walk in the README', () => {
  let app: TestApp;
  let folder: string;
  let commands: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stoa-walk-'));
    app = await TestApp.start();
    const clock = { set: (instant: Date) => app.clock.set(instant.toISOString()) };
    await seedDemoSchool(frontDoorsOf(app.nest), { clock, seedingDay: SEEDING_DAY });
    app.clock.set(`${SEEDING_DAY}T09:00:00.000Z`);
    commands = commandsOf(README, await app.listen());
  });
  afterAll(async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Ends at the first request that is refused. */
  async function walk(): Promise<{ code: number | null; said: string }> {
    const strict = `set -euo pipefail\ncurl() { command curl --fail "$@"; }\n${commands}`;
    const child = spawn('bash', ['-c', strict], {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((settle) => child.once('exit', settle));
    const [said, faults] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, said: said + faults };
  }

  it('succeeds, and does so again on the same demo school', async () => {
    for (const time of ['first', 'second']) {
      const { code, said } = await walk();
      expect([time, code, code === 0 ? '' : said]).toEqual([time, 0, '']);
      // All of the learner's work is done, and all points are earned.
      expect(said).toMatch(/"completed":2\b/);
      expect(readFileSync(join(folder, 'funnel.svg'), 'utf8')).toMatch(/^<svg/);
    }
  });
});
