import { expectStatus } from '../../support/course-room';
import { BAD_BYTES, FakeClamd } from '../../support/fake-clamd';
import { FilesRoom, picture } from '../../support/files-room';
import { openFilesIn } from '../../support/open-files';
import { begun, largePicture, progress, sendPiece } from '../../support/resumable';
import type { Caller } from '../../support/test-app';
import { until } from '../../support/until';

/** A picture with a harmful program behind it. */
const infected = (): Buffer => Buffer.concat([picture(), BAD_BYTES]);

describe('With a virus scanner', () => {
  let clamd: FakeClamd;
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    clamd = await FakeClamd.start();
    room = await FilesRoom.open({ CLAMD_ADDRESS: clamd.address, CLAMD_SECONDS: '1', LOG_LEVEL: 'silent' });
    author = await room.app.person('instructor');
  });
  beforeEach(() => {
    clamd.manner = 'scans';
  });
  afterAll(async () => {
    await room.close();
    await clamd.stop();
  });

  it('a file is kept when the whole of it was scanned and nothing was found', async () => {
    const content = largePicture(700_000);
    await room.file(author, content);
    expect(clamd.scanned.at(-1)?.equals(content)).toBe(true);
  });

  it('a file in which something is found is refused with 422, and nothing of it is kept', async () => {
    const before = await room.kept();
    const answer = await room.upload(author, infected());
    expect(answer).toMatchObject({ status: 422, body: { code: 'files.infected' } });
    expect(answer.body.detail).toContain('Test.Bad-1');
    const content = infected();
    const url = await begun(author, content.length);
    expect(await sendPiece(author, url, 0, content)).toMatchObject({
      ...{ status: 422, body: { code: 'files.infected' } },
    });
    expect((await progress(author, url)).status).toBe(404);
    expect(await room.kept()).toEqual(before);
  });

  it.each(['hangs', 'dies', 'refuses the length'] as const)(
    'a form is refused with 503 while the scanner %s, and nothing of it is kept',
    async (manner) => {
      const before = await room.kept();
      clamd.manner = manner;
      const answer = await room.upload(author, largePicture(3_000_000));
      expect(answer).toMatchObject({ status: 503, body: { code: 'files.scanner_unavailable' } });
      expect(answer.headers['retry-after']).toBe('30');
      expect(await room.kept()).toEqual(before);
    },
  );

  it('an upload that can be resumed waits for the scanner, and becomes a file when it is back', async () => {
    const content = largePicture(200_000);
    const url = await begun(author, content.length);
    clamd.manner = 'dies';
    expect(await sendPiece(author, url, 0, content)).toMatchObject({
      ...{ status: 503, body: { code: 'files.scanner_unavailable' } },
    });
    expect((await progress(author, url)).status).toBe(503);
    clamd.manner = 'scans';
    const { status, headers } = await progress(author, url);
    expect(status).toBe(200);
    expect(expectStatus(await author.get(String(headers['stoa-file'])), 200).bytes).toBe(content.length);
    expect((await room.kept()).leftovers).toBe(0);
  });

  it('a scanner that nobody has started is away too, and one at a socket of the machine is spoken to likewise', async () => {
    const other = await FakeClamd.start('unix');
    const there = await FilesRoom.open({ CLAMD_ADDRESS: other.address, LOG_LEVEL: 'silent' });
    const person = await there.app.person('instructor');
    await there.file(person);
    expect((await there.upload(person, infected())).body.code).toBe('files.infected');
    await other.stop();
    expect((await there.upload(person)).body.code).toBe('files.scanner_unavailable');
    // What was to be scanned is not kept open, although nobody has read it.
    await until(() => openFilesIn(there.folder).length === 0);
    await there.close();
  });
});
