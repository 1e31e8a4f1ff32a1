import { Transactions } from '../../../src/shared/database/transactions';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp, BackupError, restore, verify } from '../../../src/backup';
import { openFileStorage } from '../../../src/modules/files';
import { LocalFolder } from '../../../src/modules/files/storage/local-folder';
import type { ConnectionTarget } from '../../../src/shared/database/data-source';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { FilesRoom, type KnownFile, picture } from '../../support/files-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import type { Caller } from '../../support/test-app';
import { emptyDatabase } from '../../support/test-database';
import { inDatabase, runCommandOf } from '../../support/backups';

jest.setTimeout(120_000);

negativeControl('the second copy of files', ['that is taken while people'], () => {
  replaceMethod(LocalFolder.prototype, 'list', (original) => {
    let isSecond = true;
    return async function* (this: LocalFolder) {
      isSecond = !isSecond;
      if (!isSecond) yield* original.call(this);
    };
  });
});

describe('a backup', () => {
  let room: FilesRoom;
  let author: Caller;
  let folder: string;
  let target: ConnectionTarget;
  beforeAll(async () => {
    room = await FilesRoom.open();
    author = await room.app.person('instructor');
    folder = await mkdtemp(join(tmpdir(), 'stoa-backup-'));
  });
  afterAll(async () => {
    await room.close();
    await rm(folder, { recursive: true, force: true });
  });

  let count = 0;
  const place = (): string => join(folder, `backup-${(count += 1)}`);
  const quiet = (): void => undefined;
  const save = (to: string, like?: string): Promise<string[]> =>
    backUp({ target: room.app.target, storage: room.storage, to, like, say: quiet });
  /** Of the test that runs. */
  const newTarget = async (): Promise<void> => void (target = await emptyDatabase('_restored'));
  const restoredFiles = (): string => join(folder, `files-${count}`);
  const putBack = (from: string, replaces = false): Promise<void> => {
    const storage = openFileStorage({ fileStorage: { kind: 'folder', folder: restoredFiles() } });
    return restore({ target, storage, from, replaces, say: quiet });
  };

  it('brings back every row and every byte', async () => {
    const { course, pageId } = await room.page([await room.file(author), await room.file(author)], author);
    const learner = await course.member();
    expectStatus(await learner.put(`/v1/activities/${pageId}/completion`), 204);
    const to = place();
    expect(await save(to)).toEqual([]);
    const before = await rowsOf(room.app.target);
    await newTarget();
    await putBack(to);
    expect(await rowsOf(target)).toEqual(before);
    const stored = (await room.kept()).stored;
    expect(stored.length).toBeGreaterThan(1);
    for (const key of stored) {
      const path = join(key.slice(-2), key);
      expect(await readFile(join(restoredFiles(), path))).toEqual(await readFile(join(room.folder, path)));
    }
  });

  it('that is taken while people upload, and while files are collected, has each file that it has a row of', async () => {
    room.app.clock.set('2026-03-01T10:00:00Z');
    for (let more = 0; more < 10; more += 1) await room.file(author);
    room.app.clock.set('2026-03-03T10:00:00Z');
    const known = new Map<string, KnownFile>();
    let [isOver, hasBegun] = [false, false];
    let came: () => void = () => undefined;
    const another = new Promise<void>((resolve) => (came = resolve));
    const uploads = Promise.all(
      Array.from({ length: 3 }, async () => {
        const person = await room.app.person('instructor');
        const course = await CourseRoom.open(room.app);
        await course.enroll(person, 'instructor');
        while (!isOver) {
          const file = await room.file(person, picture(32, 32));
          known.set(file.id, file);
          if (hasBegun) came();
        }
      }),
    );
    const to = place();
    const begun = [...known.keys()];
    hasBegun = true;
    /** So slow that a file comes before the rows of the database are read. */
    class SlowFolder extends LocalFolder {
      override async *list(): ReturnType<LocalFolder['list']> {
        await another;
        yield* super.list();
      }
    }
    const collected: Promise<void>[] = [];
    const faults = await backUp({
      ...{ target: room.app.target, storage: new SlowFolder(room.folder), to },
      say: () => collected.push(room.collect()),
    }).finally(() => (isOver = true));
    await Promise.all(collected);
    await uploads;
    expect(faults).toEqual([]);
    await newTarget();
    await putBack(to);
    const restored = await inDatabase<{ id: string }>(target, 'SELECT LOWER(HEX(id)) AS id FROM files');
    const ids = new Set(restored.map(({ id }) => id));
    const meanwhile = [...known.keys()].filter(
      (id) => !begun.includes(id) && ids.has(id.replaceAll('-', '')),
    );
    expect(meanwhile.length).toBeGreaterThan(0);
    expect(await runCommandOf('files', ['check', '--read-all'], target, restoredFiles())).toMatchObject({
      code: 0,
    });
  });

  it('is readable for its owner alone', async () => {
    const to = place();
    await save(to);
    const modes = new Set<string>();
    for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
      const { mode } = await stat(join(entry.parentPath, entry.name));
      modes.add(`${entry.isDirectory() ? 'folder' : 'file'} ${(mode & 0o777).toString(8)}`);
    }
    expect([...modes].sort()).toEqual(['file 600', 'folder 700']);
  });

  it('takes the files of an earlier one by a link, and is whole without it', async () => {
    await room.file(author);
    const [first, second] = [place(), place()];
    await save(first);
    const more = await room.file(author);
    expect(await save(second, first)).toEqual([]);
    const key = (await room.kept()).stored[0]!;
    expect((await stat(join(second, 'files', key.slice(-2), key))).nlink).toBe(2);
    await rm(first, { recursive: true });
    expect(await verify(second)).toEqual([]);
    await newTarget();
    await putBack(second);
    const ids = await inDatabase(target, 'SELECT id FROM files WHERE id = UNHEX(?)', [
      more.id.replaceAll('-', ''),
    ]);
    expect(ids).toHaveLength(1);
  });

  it.each<[what: string, damage: (to: string) => Promise<void>, told: RegExp]>([
    [
      'a table that was cut',
      async (to) => truncate(join(to, 'tables/users.jsonl.gz'), 60),
      /The rows of users are not those that were saved/,
    ],
    ['a table that is gone', (to) => rm(join(to, 'tables/files.jsonl.gz')), /The rows of files are not/],
    [
      'a file that is gone',
      async (to) => rm(join(to, 'files', (await room.kept()).stored[0]!.slice(-2)), { recursive: true }),
      /The content .+ is missing/,
    ],
    [
      'a file that was changed',
      async (to) => {
        const key = (await room.kept()).stored[0]!;
        const path = join(to, 'files', key.slice(-2), key);
        const bytes = await readFile(path);
        bytes[20]! ^= 1;
        await writeFile(path, bytes);
      },
      /The content .+ is damaged/,
    ],
    ['no manifest, because it was not finished', (to) => rm(join(to, 'manifest.json')), /holds no backup/],
  ])('with %s is found to be damaged, and is not restored', async (_what, damage, told) => {
    const to = place();
    await room.file(author);
    await save(to);
    await damage(to);
    await newTarget();
    await expect(putBack(to)).rejects.toThrow(told);
    expect(await inDatabase(target, 'SHOW TABLES')).toEqual([]);
  });

  it('is not made over another one', async () => {
    const to = place();
    await save(to);
    await expect(save(to)).rejects.toThrow(/is not empty/);
    await expect(save(place(), join(folder, 'nothing'))).rejects.toThrow(/holds no backup/);
  });

  it('is not restored over a store that holds something, unless asked', async () => {
    const to = place();
    await save(to);
    await newTarget();
    await putBack(to);
    const rows = await rowsOf(target);
    await expect(putBack(to)).rejects.toThrow(/The database is not empty: .+ has rows\. With --replace/);
    const other = place();
    await room.file(author);
    await save(other);
    // The files of the backup before, in a folder that is not empty either.
    count -= 1;
    await newTarget();
    const keys = (await room.kept()).stored;
    await writeFile(join(restoredFiles(), keys[0]!.slice(-2), '01990000-0000-7000-8000-00000000dead'), 'x');
    await expect(putBack(other)).rejects.toThrow(/The storage of files is not empty/);
    await putBack(other, true);
    expect(await rowsOf(target)).not.toEqual(rows);
    expect(await runCommandOf('files', ['check', '--read-all'], target, restoredFiles())).toMatchObject({
      code: 0,
    });
    count += 1;
  });

  it('of a newer version is refused', async () => {
    const to = place();
    await save(to);
    const manifest = JSON.parse(await readFile(join(to, 'manifest.json'), 'utf8')) as {
      migrations: string[];
    };
    await newTarget();
    manifest.migrations.push('FilesFromTheFuture1990000000000');
    await writeFile(join(to, 'manifest.json'), JSON.stringify(manifest));
    await expect(putBack(to)).rejects.toThrow(BackupError);
    await expect(putBack(to)).rejects.toThrow(/newer version/);
  });

  it('is not restored while an application uses the database', async () => {
    const to = place();
    await save(to);
    const storage = openFileStorage({ fileStorage: { kind: 'folder', folder: restoredFiles() } });
    const wish = { target: room.app.target, storage, from: to, replaces: true, say: quiet };
    // An application at work: one that rests lets its connections go after a while.
    await room.app.get(Transactions).run(async () => {
      await room.app.database.rows('SELECT 1');
      await expect(restore(wish)).rejects.toThrow(/Stop Stoa/);
    });
  });

  it('is made, looked through and restored by commands', async () => {
    await room.file(author);
    const to = place();
    const { target: source } = room.app;
    await newTarget();
    const made = await runCommandOf('backup', ['--to', to], source, room.folder);
    expect(made).toMatchObject({ code: 0, said: expect.stringContaining('The backup is whole') as string });
    expect(await runCommandOf('backup', ['--verify', to], source, room.folder)).toMatchObject({ code: 0 });
    const restored = await runCommandOf('restore', ['--from', to], target, restoredFiles());
    expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('agree') as string });
    const again = await runCommandOf('restore', ['--from', to], target, restoredFiles());
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('With --replace') as string });
    expect(await runCommandOf('restore', ['--from', to, '--replace'], target, restoredFiles())).toMatchObject(
      {
        code: 0,
      },
    );
    for (const command of ['backup', 'restore'])
      expect(await runCommandOf(command, [], target, restoredFiles())).toMatchObject({
        code: 1,
        said: expect.stringContaining(`Usage: npm run ${command}`) as string,
      });
  });
});

/** All rows of all tables, as the server writes them. */
async function rowsOf(target: ConnectionTarget): Promise<Record<string, unknown[]>> {
  const tables = await inDatabase<{ name: string }>(
    target,
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT IN ('migrations', 'migration_lock') ORDER BY table_name",
  );
  const rows: Record<string, unknown[]> = {};
  for (const { name } of tables) rows[name] = await inDatabase(target, `SELECT * FROM ${name} ORDER BY 1, 2`);
  return rows;
}
