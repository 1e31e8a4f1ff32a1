import type { Page, Route } from 'playwright-core';
import { picture } from '../support/files-room';
import { freePort } from '../bench/child';
import { signedIn, type SignedIn } from './signed-in';
import { SwaggerPage } from './swagger-page';

const SCRIPT = '<script>parent.postMessage("ran", "*"); document.title = "ran"</script>';
const HTML = `<!doctype html><title>quiet</title>${SCRIPT}`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>parent.postMessage("ran", "*")</script></svg>`;

interface Uploaded {
  status: number;
  url: string;
}

describe('Files at an origin of their own, in a browser', () => {
  let swagger: SwaggerPage;
  let origin: string;
  let author: SignedIn;
  beforeAll(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    swagger = await SwaggerPage.open({
      ...{ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, FILES_ORIGIN: origin },
    });
    author = await signedIn(`${swagger.server.url}/v1`, swagger.server.instructor);
  }, 300_000);
  afterAll(async () => {
    expect(await swagger?.close()).toBe(0);
  });

  async function upload(content: Buffer, name: string): Promise<Uploaded> {
    const form = new FormData();
    form.append('purpose', 'activity');
    form.append('file', new Blob([new Uint8Array(content)]), name);
    const { status, body } = await author.send('/files', form);
    return { status, url: (body as { url: string }).url };
  }

  /** What became of scripts in a page of another origin that shows this HTML. */
  async function ran(html: string, change?: (route: Route) => Promise<void>): Promise<boolean> {
    const page = await swagger.emptyPage();
    if (change) await page.route(`${origin}/**`, change);
    await page.setContent(`<script>onmessage = ({ data }) => (document.title = data)</script>${html}`, {
      waitUntil: 'load',
    });
    // Messages of a frame come before anything that is asked after its load.
    const title = await page.evaluate(
      'new Promise((resolve) => setTimeout(() => resolve(document.title), 200))',
    );
    await page.close();
    return title === 'ran';
  }

  /** Answers as the server does, with other content: what would be if it took it for what it is not. */
  const as =
    (type: string, content: string, without?: string) =>
    async (route: Route): Promise<void> => {
      const response = await route.fetch();
      const headers: Record<string, string> = { ...response.headers(), 'content-type': type };
      delete headers['content-length'];
      // That it cannot be framed at all is another guard.
      delete headers['x-frame-options'];
      if (without !== undefined) delete headers[without];
      await route.fulfill({ response, headers, body: content });
    };

  it('a picture comes from there, and shows in a page and by itself', async () => {
    const { status, url } = await upload(picture(320, 64), 'box plot.png');
    expect([status, new URL(url).origin]).toEqual([201, origin]);
    const page = await swagger.emptyPage();
    await page.setContent(`<img src="${url}">`, { waitUntil: 'load' });
    expect(await width(page)).toBe(320);
    await page.goto(url);
    expect(await width(page)).toBe(320);
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/second-origin.png` });
    await page.close();
  });

  it('neither HTML nor SVG is taken, whatever its name', async () => {
    for (const content of [HTML, SVG])
      for (const name of ['a.png', 'a.html', 'a.svg'])
        expect((await upload(Buffer.from(content), name)).status).toBe(415);
  });

  it.each([
    ['cues with HTML in them', () => Buffer.from(`WEBVTT\n\n${HTML}`), 'a.vtt'],
    ['a picture with HTML behind it', () => Buffer.concat([picture(), Buffer.from(HTML)]), 'a.png'],
    ['a picture with SVG behind it', () => Buffer.concat([picture(), Buffer.from(SVG)]), 'a.png'],
    ['a document with HTML behind it', () => Buffer.from(`%PDF-1.7\n${HTML}`), 'a.pdf'],
  ])('nothing in %s runs, in a frame, as an object or as a script', async (_what, content, name) => {
    const { status, url } = await upload(content(), name);
    expect(status).toBe(201);
    for (const html of [
      `<iframe src="${url}"></iframe>`,
      `<object data="${url}" type="image/svg+xml"></object>`,
      `<embed src="${url}" type="text/html">`,
      `<script src="${url}"></script>`,
    ])
      expect([html, await ran(html)]).toEqual([html, false]);
  });

  it('not even what the server would send as HTML or SVG runs, since its policy forbids that', async () => {
    const { url } = await upload(picture(), 'a.png');
    const frame = `<iframe src="${url}"></iframe>`;
    for (const [type, content] of [
      ['text/html', HTML],
      ['image/svg+xml', SVG],
    ] as const) {
      expect([type, await ran(frame, as(type, content))]).toEqual([type, false]);
      // Without the policy it would.
      const unguarded = as(type, content, 'content-security-policy');
      expect([type, await ran(frame, unguarded)]).toEqual([type, true]);
    }
  });
});

function width(page: Page): Promise<number> {
  return page
    .locator('img')
    .first()
    .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
}
