import { createHash, randomUUID } from 'node:crypto';
import { FileCollector } from '../../src/modules/files';
import { parseDatabaseUrl } from '../../src/shared/database/data-source';
import { picture, sendForm, textOf } from './files-room';
import { begun, seededPicture, sendPiece, TUS } from './resumable';
import { type Caller, TestApp } from './test-app';

/*
 * A process for a test that kills it. On each of its pages, a picture is uploaded, shown, made smaller and let go, again and again,
 * and files are collected beside it. Pictures are uploaded as forms and in pieces in turn, and some uploads in pieces are given up.
 * It says what it is about to do, and what was acknowledged, a line each.
 */

const { STORE = '', FOLDER = '', TOKEN = '', PAGES = '', LATER = '', HOURS = '' } = process.env;

const BYTES_IN_PIECES = 90_000;
const PIECE_BYTES = 30_000;

/** Standard output is a pipe, which is written to at once: what is said has been said when the process is killed. */
const say = (...words: string[]): void => void process.stdout.write(`${words.join(' ')}\n`);

interface Uploaded {
  id: string;
  address: string;
  sha256: string;
}

async function main(): Promise<void> {
  const start = (more: Record<string, string> = {}): Promise<TestApp> =>
    TestApp.start({ FILES_DIRECTORY: FOLDER, ...more }, parseDatabaseUrl(STORE));
  const [app, patient, later] = [await start(), await start({ FILES_GRACE_HOURS: HOURS }), await start()];
  later.clock.set(LATER);
  const collector = later.get(FileCollector);
  say('ready');
  const work = PAGES.split(',').map((page) => lifeOf(page, app.bearing(TOKEN), patient.bearing(TOKEN)));
  await Promise.all([...work, again(() => collector.collect())]);
}

async function again(work: (turn: number) => Promise<void>): Promise<never> {
  for (let turn = 0; ; turn += 1) await work(turn);
}

function lifeOf(page: string, author: Caller, patient: Caller): Promise<never> {
  const address = `/v1/activities/${page}`;
  return again(async (turn) => {
    if (turn % 4 === 3) await inPieces(patient, 1 + (turn % 3));
    const uploaded = turn % 2 === 0 ? await asForm(author) : await inPieces(patient);
    if (!uploaded) return;
    say('hold', page, uploaded.id, uploaded.sha256);
    const held = await author.patch(address, { content: textOf([uploaded]) });
    // It may have been collected before it was used.
    if (held.status !== 200) return (say('unheld', page), expected(held.status, [422]));
    say('held', page);
    for (const accept of ['image/webp', 'image/jpeg'])
      if (turn % 2 === 0)
        expected((await author.get(`${uploaded.address}?width=160`, { accept })).status, [200]);
    say('release', page);
    expected((await author.patch(address, { content: '' })).status, [200]);
    say('released', page);
  });
}

async function asForm(author: Caller): Promise<Uploaded | undefined> {
  const content = picture(200, 120);
  const { status, body } = await sendForm(author, {
    purpose: 'activity',
    file: { content, name: 'a.png' },
  });
  if (status !== 201) return expected(status, [503]);
  const { id, address } = body as Uploaded;
  return { id, address, sha256: createHash('sha256').update(content).digest('hex') };
}

/** With `most`, it is given up after so many pieces, and may be complete then. */
async function inPieces(author: Caller, most = Infinity): Promise<Uploaded | undefined> {
  const seed = randomUUID();
  const content = seededPicture(seed, BYTES_IN_PIECES);
  const url = await begun(author, content.length);
  say('begun', url, seed, String(content.length));
  let file = '';
  for (let offset = 0; offset < content.length && offset < most * PIECE_BYTES; offset += PIECE_BYTES) {
    const { status, headers } = await sendPiece(
      author,
      url,
      offset,
      content.subarray(offset, offset + PIECE_BYTES),
    );
    if (status !== 204) return expected(status, [503]);
    file = String(headers['stoa-file'] ?? '');
    say('arrived', url, String(headers['upload-offset']), file);
  }
  if (most === Infinity) {
    const address = `${file}/content`;
    return {
      id: file.slice('/v1/files/'.length),
      address,
      sha256: createHash('sha256').update(content).digest('hex'),
    };
  }
  say('ending', url);
  expected((await author.delete(url, TUS)).status, [204]);
  say('ended', url);
  return undefined;
}

function expected(status: number, allowed: readonly number[]): undefined {
  if (!allowed.includes(status)) say('fault', String(status));
}

main().catch((error: unknown) => {
  say('fault', (error as Error).message);
  process.exit(1);
});
