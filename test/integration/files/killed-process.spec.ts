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
import type { Caller } from '../../support/test-app';
import { until } from '../../support/until';
import { seededRandom } from '../../unit/seeded-random';

/** `FILE_KILLS=50 npm test -- files/killed-process` is the long form. */
const KILLS = Number(process.env['FILE_KILLS'] ?? 5);
const SEED = Number(process.env['FILE_KILLS_SEED'] ?? 11);
const PAGES = 4;
const MOST_LINES = 60;
const MOST_MILLISECONDS = 25;

/** Uploads are made at NOW. Within a day and an hour nothing of one that is arriving is removed. */
const NOW = '2026-03-02T09:00:00.000Z';
const A_DAY_LATER = '2026-03-03T09:30:00.000Z';
const PAST_THE_GRACE = '2026-03-03T11:00:00.000Z';

const preloads: string[] = [];
negativeControl('the key that is written down first', ['loses nothing acknowledged'], () =>
  preloads.push('preloads/unannounced-files.ts'),
);

/** What a page may show: what was acknowledged last, and what was on its way when the process was killed. */
interface Shown {
  acknowledged: string | null;
  onItsWay?: string | null;
}

jest.setTimeout(60_000 + KILLS * 30_000);

describe('killing a process that uploads, shows, makes smaller and collects', () => {
  let room: FilesRoom;
  let author: Caller;
  const pages = new Map<string, Shown>();
  /** By file. */
  const hashes = new Map<string, string>();
  beforeAll(async () => {
    room = await FilesRoom.open();
    author = await room.app.person('instructor');
    for (let count = 0; count < PAGES; count += 1) {
      const { pageId } = await room.page([], author);
      pages.set(pageId, { acknowledged: null });
    }
  });
  afterAll(() => room.close());

  it('loses nothing acknowledged, and leaves nothing that nobody uses, at whatever moment', async () => {
    const { below } = seededRandom(SEED);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await runAndKill(1 + below(MOST_LINES), below(MOST_MILLISECONDS));
      await expectWhole();
    }
  });

  async function runAndKill(lines: number, milliseconds: number): Promise<void> {
    const script = join(__dirname, '../../support/files-worker.ts');
    const child = spawn(process.execPath, [...requiring('swc-require.cjs', ...preloads), script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        ...{ NODE_OPTIONS: '', STORE: toDatabaseUrl(room.app.target), FOLDER: room.folder },
        ...{ TOKEN: author.token, PAGES: [...pages.keys()].join(','), LATER: A_DAY_LATER },
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
    if (!shown) return;
    if (what === 'hold') {
      shown.onItsWay = file;
      hashes.set(file, sha256);
    } else if (what === 'release') shown.onItsWay = null;
    else if (what === 'unheld') delete shown.onItsWay;
    else {
      shown.acknowledged = shown.onItsWay ?? null;
      delete shown.onItsWay;
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
