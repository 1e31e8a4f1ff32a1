import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { FileCheck, fileIdsIn } from '../../../src/modules/files';
import { connectionOptions, toDatabaseUrl } from '../../../src/shared/database/data-source';
import { requiring } from '../../support/application-process';
import { expectStatus } from '../../support/course-room';
import { FilesRoom } from '../../support/files-room';
import { negativeControl } from '../../support/negative-control';
import { progress, seededPicture, sendPiece } from '../../support/resumable';
import type { Caller } from '../../support/test-app';
import { until } from '../../support/until';
import { seededRandom } from '../../unit/seeded-random';

/** `FILE_KILLS=50 npm test -- files/killed-process` is the long form. */
const KILLS = Number(process.env['FILE_KILLS'] ?? 5);
const SEED = Number(process.env['FILE_KILLS_SEED'] ?? 11);
const PAGES = 4;
const MOST_LINES = 90;
const MOST_MILLISECONDS = 25;

/**
 * Uploads are made at NOW. The collection beside them finds what is older than a day. Nothing of a form that is arriving is removed
 * within a day and an hour, and nothing of what arrives in pieces within HOURS.
 */
const NOW = '2026-03-02T09:00:00.000Z';
const A_DAY_LATER = '2026-03-03T09:30:00.000Z';
const HOURS = '48';
/** When nobody waits any more for a process that was killed while it made a file of an upload. */
const A_MINUTE_LATER = '2026-03-02T09:01:00.000Z';
const PAST_THE_GRACE = '2026-03-05T09:00:00.000Z';

const preloads: string[] = [];
negativeControl('the key that is written down first', ['loses nothing acknowledged'], () =>
  preloads.push('preloads/unannounced-files.ts'),
);

/** What a page may show: what was acknowledged last, and what was on its way when the process was killed. */
interface Shown {
  acknowledged: string | null;
  onItsWay?: string | null;
}

/** An upload in pieces, and what was acknowledged of it. */
interface Arriving {
  content: Buffer;
  arrived: number;
  /** The address of what has become of it; empty before. */
  file: string;
  end?: 'on its way' | 'acknowledged';
}

jest.setTimeout(60_000 + KILLS * 30_000);

describe('killing a process that uploads, shows, makes smaller and collects', () => {
  let room: FilesRoom;
  let author: Caller;
  const pages = new Map<string, Shown>();
  /** By file. */
  const hashes = new Map<string, string>();
  /** Addresses of files that were let go, or on their way to be. */
  const released = new Set<string>();
  /** Of the last process, by their addresses. */
  const uploads = new Map<string, Arriving>();
  const stages: Record<string, number> = {};
  beforeAll(async () => {
    room = await FilesRoom.open();
    author = await room.app.person('instructor');
    for (let count = 0; count < PAGES; count += 1) {
      // Of a draft: a version would keep each file that it has shown.
      const { pageId } = await room.page([], author, { published: false });
      pages.set(pageId, { acknowledged: null });
    }
  });
  afterAll(() => room.close());

  it('loses nothing acknowledged, and leaves nothing that nobody uses, at whatever moment', async () => {
    const { below } = seededRandom(SEED);
    for (let kill = 0; kill < KILLS; kill += 1) {
      uploads.clear();
      await runAndKill(1 + below(MOST_LINES), below(MOST_MILLISECONDS));
      await expectResumable();
      await expectWhole();
    }
    process.stderr.write(
      `${KILLS} kills; uploads in pieces when they were killed: ${JSON.stringify(stages)}\n`,
    );
  });

  async function runAndKill(lines: number, milliseconds: number): Promise<void> {
    const script = join(__dirname, '../../support/files-worker.ts');
    const child = spawn(process.execPath, [...requiring('swc-require.cjs', ...preloads), script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        ...{ NODE_OPTIONS: '', STORE: toDatabaseUrl(room.app.target), FOLDER: room.folder },
        ...{ TOKEN: author.token, PAGES: [...pages.keys()].join(','), LATER: A_DAY_LATER, HOURS },
      },
    });
    const before = await connections();
    const ended = once(child, 'close');
    let said = 0;
    const faults: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('fault')) faults.push(line);
      note(line);
      said += 1;
      // A moment more, so that it is killed between two lines.
      if (said === lines) setTimeout(() => child.kill('SIGKILL'), milliseconds);
    }
    const [, signal] = await ended;
    // The server ends what the process was doing a moment later.
    await until(async () => [...(await connections())].every((id) => before.has(id)));
    expect([signal, faults]).toEqual(['SIGKILL', []]);
  }

  /** Of everybody to this database, but for the one that asks. */
  async function connections(): Promise<Set<number>> {
    const { target } = room.app;
    const connection = await createConnection(connectionOptions(target));
    try {
      const [rows] = await connection.query<RowDataPacket[]>('SHOW PROCESSLIST');
      const others = rows.filter(({ Id, db }) => db === target.database && Id !== connection.threadId);
      return new Set(others.map(({ Id }) => Number(Id)));
    } finally {
      await connection.end();
    }
  }

  function note(line: string): void {
    const [what = '', page = '', file = '', sha256 = ''] = line.split(' ');
    const shown = pages.get(page);
    if (!shown) return noteUpload(line.split(' '));
    if (what === 'hold') {
      shown.onItsWay = file;
      hashes.set(file, sha256);
    } else if (what === 'release') {
      released.add(`/v1/files/${shown.acknowledged}`);
      shown.onItsWay = null;
    } else if (what === 'unheld') delete shown.onItsWay;
    else {
      shown.acknowledged = shown.onItsWay ?? null;
      delete shown.onItsWay;
    }
  }

  function noteUpload([what = '', url = '', first = '', second = '']: string[]): void {
    if (what === 'begun')
      uploads.set(url, { content: seededPicture(first, Number(second)), arrived: 0, file: '' });
    const upload = uploads.get(url);
    if (!upload) return;
    if (what === 'arrived') Object.assign(upload, { arrived: Number(first), file: second });
    if (what === 'ending') upload.end = 'on its way';
    if (what === 'ended') upload.end = 'acknowledged';
  }

  /** What was acknowledged of an upload in pieces is there, and the rest can follow. */
  async function expectResumable(): Promise<void> {
    room.app.clock.set(A_MINUTE_LATER);
    for (const [url, { content, arrived, file, end }] of uploads) {
      const stage = end === undefined ? `${arrived} bytes` : `end ${end}`;
      stages[stage] = (stages[stage] ?? 0) + 1;
      const answer = await progress(author, url);
      if (end === 'acknowledged') expect(answer.status).toBe(404);
      if (released.has(file) || (end !== undefined && answer.status === 404)) continue;
      const offset = Number(answer.headers['upload-offset']);
      expect([answer.status, offset >= arrived]).toEqual([200, true]);
      const { headers } =
        offset < content.length ? await sendPiece(author, url, offset, content.subarray(offset)) : answer;
      if (file !== '') expect(headers['stoa-file']).toBe(file);
      const whole = await room.fetch(`${String(headers['stoa-file'])}/content`, author);
      expect(content.equals(Buffer.from(await whole.arrayBuffer()))).toBe(true);
    }
  }

  async function expectWhole(): Promise<void> {
    room.app.clock.set(PAST_THE_GRACE);
    await room.collect();
    room.app.clock.set(NOW);
    const held = new Set<string>();
    for (const [page, shown] of pages) {
      const { contentHtml } = expectStatus(await author.get(`/v1/activities/${page}`), 200);
      const [file = null] = fileIdsIn(String(contentHtml).match(/\/v1\/files\/[\w-]+\/content/g) ?? []);
      expect('onItsWay' in shown ? [shown.acknowledged, shown.onItsWay] : [shown.acknowledged]).toContain(
        file,
      );
      pages.set(page, { acknowledged: file });
      if (file === null) continue;
      held.add(file);
      const answer = await room.fetch(`/v1/files/${file}/content`, author);
      const content = Buffer.from(await answer.arrayBuffer());
      expect([answer.status, createHash('sha256').update(content).digest('hex')]).toEqual([
        200,
        hashes.get(file),
      ]);
    }
    const { files, contents, leftovers, stored } = await room.kept();
    const [{ n: variants } = { n: 0 }] = await room.app.database.rows<{ n: number }>(
      'SELECT COUNT(*) AS n FROM file_variants',
    );
    expect({ files, contents, leftovers, stored: stored.length }).toEqual({
      ...{ files: held.size, contents: held.size, leftovers: 0 },
      stored: held.size + Number(variants),
    });
    const faults: string[] = [];
    for await (const { fault, key } of room.app.get(FileCheck).faults({ readsAll: true }))
      faults.push(`${fault} ${key}`);
    expect(faults).toEqual([]);
  }
});
