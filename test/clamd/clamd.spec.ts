import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Clamd } from '../../src/modules/files/scanning/clamd';
import { until } from '../support/until';

const PROGRAM = '/usr/sbin/clamd';
const BAD_TEXT = 'a-harmful-program-of-the-tests';

/** ClamAV's own daemon, with a database of one signature of our own, which nothing outside of this folder has. */
class OwnClamd {
  readonly folder = mkdtempSync(join(tmpdir(), 'stoa-real-clamd-'));
  readonly socket = join(this.folder, 'clamd.ctl');
  private readonly child: ChildProcess;

  constructor(streamMaxLength: string) {
    if (!existsSync(PROGRAM))
      throw new Error(
        `${PROGRAM} is missing. On Debian: apt-get install --no-install-recommends clamav-daemon`,
      );
    const database = join(this.folder, 'database');
    mkdirSync(database);
    // Name : any type of file : at any place : what is looked for, in hexadecimal.
    writeFileSync(join(database, 'own.ndb'), `Stoa.Test-1:0:*:${Buffer.from(BAD_TEXT).toString('hex')}\n`);
    const settings = join(this.folder, 'clamd.conf');
    writeFileSync(
      settings,
      [
        ...[`LocalSocket ${this.socket}`, `DatabaseDirectory ${database}`, 'Foreground yes'],
        ...[`StreamMaxLength ${streamMaxLength}`, 'MaxThreads 2', 'ConcurrentDatabaseReload no', ''],
      ].join('\n'),
    );
    this.child = spawn(PROGRAM, ['--config-file', settings], { stdio: 'ignore' });
  }

  async started(): Promise<this> {
    await until(() => this.answers(), 60);
    return this;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.socket);
      socket.once('error', () => resolve(false)).once('connect', () => (socket.destroy(), resolve(true)));
    });
  }
}

describe('ClamAV’s daemon', () => {
  let daemon: OwnClamd;
  let scanner: Clamd;
  beforeAll(async () => {
    daemon = await new OwnClamd('8M').started();
    scanner = new Clamd(`unix://${daemon.socket}`, 30);
  });
  afterAll(() => daemon?.stop());

  const scan = (...parts: Buffer[]): Promise<string | undefined> =>
    scanner.scan(() => Promise.resolve(Readable.from(parts)));

  it('finds nothing in what is harmless', async () => {
    expect(await scan(Buffer.from('Box plots show five numbers.'))).toBeUndefined();
    expect(await scan(...Array.from({ length: 50 }, () => Buffer.alloc(100_000, 7)))).toBeUndefined();
  });

  it('names what it finds, in whatever pieces it is sent', async () => {
    const [head, tail] = [BAD_TEXT.slice(0, 11), BAD_TEXT.slice(11)].map((text) => Buffer.from(text));
    expect(await scan(Buffer.alloc(1000, 65), head!, tail!)).toBe('Stoa.Test-1.UNOFFICIAL');
  });

  it('is said to be of no use for what is larger than it takes', async () => {
    const large = Array.from({ length: 100 }, () => Buffer.alloc(100_000, 7));
    await expect(scan(...large)).rejects.toMatchObject({ code: 'files.scanner_unavailable' });
  });

  it('scans several contents at once', async () => {
    const bad = Buffer.from(BAD_TEXT);
    const found = await Promise.all(
      Array.from({ length: 10 }, (_, index) => scan(Buffer.alloc(500_000, 1), ...(index % 2 ? [bad] : []))),
    );
    expect(found.filter((name) => name !== undefined)).toHaveLength(5);
  });
});
