import { createHash } from 'node:crypto';
import { FileCollector } from '../../src/modules/files';
import { parseDatabaseUrl } from '../../src/shared/database/data-source';
import { picture, sendForm, textOf } from './files-room';
import { type Caller, TestApp } from './test-app';

/*
 * A process for a test that kills it. On each of its pages, a picture is uploaded, shown, made smaller and let go, again and again,
 * and files are collected beside it. It says what it is about to do, and what was acknowledged, a line each.
 */

const { STORE = '', FOLDER = '', TOKEN = '', PAGES = '', LATER = '' } = process.env;

/** Standard output is a pipe, which is written to at once: what is said has been said when the process is killed. */
const say = (...words: string[]): void => void process.stdout.write(`${words.join(' ')}\n`);

async function main(): Promise<void> {
  const start = (): Promise<TestApp> => TestApp.start({ FILES_DIRECTORY: FOLDER }, parseDatabaseUrl(STORE));
  const [app, later] = [await start(), await start()];
  later.clock.set(LATER);
  const collector = later.get(FileCollector);
  say('ready');
  const work = PAGES.split(',').map((page) => lifeOf(page, app.bearing(TOKEN)));
  await Promise.all([...work, again(() => collector.collect())]);
}

async function again(work: () => Promise<void>): Promise<never> {
  for (;;) await work();
}

function lifeOf(page: string, author: Caller): Promise<never> {
  const address = `/v1/activities/${page}`;
  return again(async () => {
    const content = picture(200, 120);
    const uploaded = await sendForm(author, { purpose: 'activity', file: { content, name: 'a.png' } });
    if (uploaded.status !== 201) return expected(uploaded.status, [503]);
    const { id, address: file } = uploaded.body as { id: string; address: string };
    say('hold', page, id, createHash('sha256').update(content).digest('hex'));
    const held = await author.patch(address, { content: textOf([{ address: file }]) });
    // It may have been collected before it was used.
    if (held.status !== 200) return (say('unheld', page), expected(held.status, [422]));
    say('held', page);
    for (const accept of ['image/webp', 'image/jpeg'])
      expected((await author.get(`${file}?width=160`, { accept })).status, [200]);
    say('release', page);
    expected((await author.patch(address, { content: '' })).status, [200]);
    say('released', page);
  });
}

function expected(status: number, allowed: readonly number[]): void {
  if (!allowed.includes(status)) say('fault', String(status));
}

main().catch((error: unknown) => {
  say('fault', (error as Error).message);
  process.exit(1);
});
