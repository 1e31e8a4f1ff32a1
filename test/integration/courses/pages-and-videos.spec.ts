import { CourseRoom, expectStatus } from '../../support/course-room';
import { FilesRoom, picture } from '../../support/files-room';
import type { Answer, Caller } from '../../support/test-app';

/** The beginning of an MP4 file. */
const MP4 = Buffer.from('0000001c667479706d703432000000006d70343269736f6d', 'hex');
const VTT = 'WEBVTT\n\n00:01.000 --> 00:02.000\nThe median.\n';

describe('pages and videos', () => {
  let room: FilesRoom;
  let course: CourseRoom;
  let author: Caller;
  let section: string;
  beforeAll(async () => {
    room = await FilesRoom.open();
  });
  beforeEach(async () => {
    course = await CourseRoom.open(room.app);
    author = course.instructor;
    section = await course.section();
  });
  afterAll(() => room.close());

  const add = (dto: object): Promise<Answer> =>
    author.post(`/v1/sections/${section}/activities`, { title: 'Something', ...dto });
  const upload = async (content: string | Buffer, name: string): Promise<string> =>
    (await room.file(author, Buffer.from(content), name)).id;

  it('a page of HTML shows what is safe of it, and holds the files that this names', async () => {
    const [shown, dropped] = [await room.file(author), await room.file(author)];
    const content = `<script>alert(1)</script><h2 onclick="x()">A</h2><img src="${shown.address}"><!-- ${dropped.address} --><svg><image href="${dropped.address}"/></svg>`;
    const page = expectStatus(await add({ type: 'page', format: 'html', content }), 201);
    expect(page).toMatchObject({
      ...{ format: 'html', content, contentHtml: `<h2>A</h2><img src="${shown.address}" />` },
      media: [{ id: shown.id }],
      warnings: [{ code: 'picture_without_alternative_text', field: 'content', address: shown.address }],
    });
    const learner = await course.learner();
    expect((await learner.get(`/v1/files/${shown.id}`)).status).toBe(200);
    expect((await learner.get(`/v1/files/${dropped.id}`)).status).toBe(404);
  });

  it('a page says what its text is, is read anew in another format, and is Markdown unless told otherwise', async () => {
    const page = expectStatus(await add({ type: 'page', content: '*a* <em>b</em>' }), 201);
    expect(page).toMatchObject({
      format: 'markdown',
      contentHtml: '<p><em>a</em> &lt;em&gt;b&lt;/em&gt;</p>\n',
    });
    const url = `/v1/activities/${page.id}`;
    const changed = expectStatus(await author.patch(url, { format: 'html' }), 200);
    expect(changed).toMatchObject({ format: 'html', contentHtml: '*a* <em>b</em>', version: 2 });
    expect(expectStatus(await author.patch(url, { content: '<p>c</p>' }), 200).contentHtml).toBe('<p>c</p>');
    const outline = expectStatus(await author.get(`${course.url}/outline`), 200);
    expect(outline.sections[0].activities).toMatchObject([{ format: 'html' }]);
    for (const format of ['xml', null, 1])
      expect(await author.patch(url, { format })).toMatchObject({
        ...{ status: 422, body: { errors: [{ field: 'format' }] } },
      });
  });

  it('a title with a script in it stays the text that it is', async () => {
    const title = '<img src=x onerror=alert(1)>';
    expect(expectStatus(await add({ type: 'page', format: 'html', title }), 201)).toMatchObject({
      ...{ title, contentHtml: null },
    });
  });

  it('a video is an address or a file, with captions in several languages and its duration', async () => {
    const [fileId, english, german] = [
      await upload(MP4, 'plot.mp4'),
      await upload(VTT, 'en.vtt'),
      await upload(VTT.replace('The', 'Der'), 'de.vtt'),
    ];
    const captions = [
      { fileId: english, language: 'EN-gb' },
      { fileId: german, language: 'de' },
    ];
    const video = expectStatus(await add({ type: 'video', fileId, captions, durationSeconds: 90 }), 201);
    expect(video).toMatchObject({
      ...{ fileId, videoUrl: null, durationSeconds: 90 },
      file: { name: 'plot.mp4', mediaType: 'video/mp4', bytes: MP4.length },
      captions: [
        { fileId: english, language: 'en-GB' },
        { fileId: german, language: 'de' },
      ],
    });
    expect(video.media).toHaveLength(3);
    const url = `/v1/activities/${video.id}`;
    const videoUrl = 'https://videos.example/plot';
    const linked = expectStatus(await author.patch(url, { videoUrl, fileId: null, captions: [] }), 200);
    expect(linked).toMatchObject({
      videoUrl,
      fileId: null,
      file: null,
      captions: [],
      durationSeconds: 90,
      media: [],
    });
  });

  it('a video without a file or captions tells that it has none, as those do that were made before', async () => {
    const videoUrl = 'https://videos.example/plot';
    const video = expectStatus(await add({ type: 'video', videoUrl }), 201);
    await room.app.database.run('UPDATE activities SET own_fields = NULL', []);
    const none = { videoUrl, fileId: null, file: null, durationSeconds: null, captions: [] };
    expect(expectStatus(await author.get(`/v1/activities/${video.id}`), 200)).toMatchObject(none);
    const outline = expectStatus(await author.get(`${course.url}/outline`), 200);
    expect(outline.sections[0].activities).toMatchObject([none]);
  });

  it('a video is refused with both an address and a file, with neither, and with files of another type', async () => {
    const videoUrl = 'https://videos.example/plot';
    const [mp4, vtt] = [await upload(MP4, 'a.mp4'), await upload(VTT, 'a.vtt')];
    const image = (await room.file(author, picture())).id;
    const faults = async (dto: object): Promise<unknown> => {
      const { status, body } = await add({ type: 'video', ...dto });
      return [status, body.code, body.errors?.map(({ field }: { field: string }) => field)];
    };
    expect(await faults({})).toEqual([422, 'request.invalid', ['videoUrl']]);
    expect(await faults({ videoUrl, fileId: mp4 })).toEqual([422, 'request.invalid', ['videoUrl']]);
    expect(await faults({ fileId: image })).toEqual([422, 'courses.wrong_file_type', ['fileId']]);
    const wrong = [{ fileId: mp4, language: 'en' }];
    expect(await faults({ videoUrl, captions: wrong })).toEqual([
      ...[422, 'courses.wrong_file_type', ['captions[0].fileId']],
    ]);
    const twice = ['en', 'EN'].map((language) => ({ fileId: vtt, language }));
    expect(await faults({ videoUrl, captions: twice })).toEqual([422, 'request.invalid', ['captions']]);
    expect(await faults({ videoUrl, captions: [{ fileId: vtt, language: 'x y' }] })).toEqual([
      ...[422, 'request.invalid', ['captions[0].language']],
    ]);
    for (const durationSeconds of [0, 1.5, 86_401, '9']) {
      const answer = await add({ type: 'video', videoUrl, durationSeconds });
      expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'durationSeconds']);
    }
    const video = expectStatus(await add({ type: 'video', videoUrl }), 201);
    expect(await author.patch(`/v1/activities/${video.id}`, { videoUrl: null })).toMatchObject({
      ...{ status: 422, body: { errors: [{ field: 'videoUrl' }] } },
    });
  });

  it('captions that players would drop are refused with their line, those of others like any file of others', async () => {
    const videoUrl = 'https://videos.example/plot';
    const broken = await upload('WEBVTT\n\n00:03.000 --> 00:02.000\nx\n', 'a.vtt');
    const captions = [{ fileId: broken, language: 'en' }];
    const answer = await add({ type: 'video', videoUrl, captions });
    expect(answer).toMatchObject({
      ...{
        status: 422,
        body: { code: 'courses.invalid_captions', errors: [{ field: 'captions[0].fileId' }] },
      },
    });
    expect(answer.body.errors[0].message).toContain('line 3');
    const large = await upload(`WEBVTT\n\n${'NOTE words\n\n'.repeat(100_000)}`, 'b.vtt');
    expect(
      (await add({ type: 'video', videoUrl, captions: [{ fileId: large, language: 'en' }] })).body.errors[0]
        .message,
    ).toContain('1 MB');
    const stranger = await CourseRoom.open(room.app);
    const taken = await stranger.instructor.post(`/v1/sections/${await stranger.section()}/activities`, {
      ...{ type: 'video', title: 'Mine', videoUrl, captions },
    });
    expect(taken).toMatchObject({ status: 422, body: { code: 'files.not_usable' } });
  });
});
