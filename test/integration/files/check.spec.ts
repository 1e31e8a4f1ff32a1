import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { toDatabaseUrl } from '../../../src/shared/database/data-source';
import { newId } from '../../../src/shared/database/ids';
import { FilesRoom, picture } from '../../support/files-room';
import type { Caller } from '../../support/test-app';

const ROOT = resolve(__dirname, '../../..');
jest.setTimeout(60_000);

describe('npm run files -- check', () => {
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open();
    author = await room.app.person('instructor');
  });
  afterAll(() => room.close());

  async function check(...args: string[]): Promise<{ code: number; faults: string[]; said: string }> {
    const loader = ['--require', './test/support/swc-require.cjs', 'src/commands/files.ts'];
    const child = spawn(process.execPath, [...loader, ...args], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...{ NODE_OPTIONS: '', NODE_ENV: 'development', LOG_LEVEL: 'silent' },
        ...{ DATABASE_URL: toDatabaseUrl(room.app.target), FILES_DIRECTORY: room.folder },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [[code], out, said] = await Promise.all([
      once(child, 'exit'),
      text(child.stdout),
      text(child.stderr),
    ]);
    // Warnings of the log are on standard output as well.
    const faults = out.split('\n').filter((line) => /^(missing|damaged|unknown) /.test(line));
    return { code: code as number, faults: faults.sort(), said };
  }

  const pathOf = (key: string): string => join(room.folder, key.slice(-2), key);

  it('finds what is missing, damaged and unknown, and repairs nothing', async () => {
    for (let count = 0; count < 5; count += 1) await room.file(author);
    expect(await check('check')).toMatchObject({ code: 0, faults: [] });
    const [missing = '', longer = '', changed = ''] = (await room.kept()).stored;
    await rm(pathOf(missing));
    await appendFile(pathOf(longer), 'x');
    const bytes = await readFile(pathOf(changed));
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(pathOf(changed), bytes);
    const unknown = newId();
    await room.storage.write(
      unknown,
      (async function* () {
        yield picture();
      })(),
    );
    const byLength = [`damaged ${longer}`, `missing ${missing}`, `unknown ${unknown}`];
    expect(await check('check')).toMatchObject({ code: 1, faults: byLength });
    const byHash = [...byLength, `damaged ${changed}`].sort();
    const told = await check('check', '--read-all');
    expect(told).toMatchObject({ code: 1, faults: byHash });
    expect(told.said).toContain('missing: 1, damaged: 2, unknown: 1');
    expect(await check('check', '--read-all')).toMatchObject({ faults: byHash });
  });

  it('says how it is used where it is used otherwise', async () => {
    for (const wrong of [[], ['repair'], ['check', '--everything']])
      expect(await check(...wrong)).toMatchObject({
        code: 1,
        said: expect.stringContaining('Usage: npm run files') as string,
      });
    expect((await check('--help')).code).toBe(0);
  });
});
