import { drawJourneys } from '../../src/demo/content/statistics/journeys-picture';
import { signedIn } from './signed-in';
import { SwaggerPage } from './swagger-page';

/** What the browser makes of an `<img>`. */
interface ShownPicture {
  naturalWidth: number;
  naturalHeight: number;
}

interface FileOfActivity {
  address: string;
  url: string;
}

describe('Pictures in a browser', () => {
  let swagger: SwaggerPage;
  /** What an upload of a picture was answered. */
  let file: FileOfActivity & { name: string; mediaType: string };
  beforeAll(async () => {
    swagger = await SwaggerPage.open();
    await swagger.signIn(swagger.server.instructor);
  }, 300_000);
  afterAll(async () => {
    expect(await swagger?.close()).toBe(0);
  });

  /** Shows the HTML as a page of a front end at another origin would, and tells what became of its pictures. */
  async function shown(html: string, name: string): Promise<ShownPicture[]> {
    const page = await swagger.emptyPage();
    await page.setContent(`<body style="font: 16px sans-serif; max-width: 40em">${html}</body>`);
    await page.waitForLoadState('load');
    const pictures = await page.locator('img').evaluateAll((images) =>
      (images as unknown as ShownPicture[]).map(({ naturalWidth, naturalHeight }) => ({
        naturalWidth,
        naturalHeight,
      })),
    );
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
    await page.close();
    return pictures;
  }

  /** The HTML of an activity with links that need no token, as a front end makes it. */
  function withLinks(html: string, files: readonly FileOfActivity[]): string {
    return files.reduce(
      (text, { address, url }) => text.replaceAll(address, url.replaceAll('&', '&amp;')),
      html,
    );
  }

  it('the demo school has a page that shows one', async () => {
    const { read } = await signedIn(`${swagger.server.url}/v1`, swagger.server.instructor);
    const courses = await read<{ data: { id: string }[] }>('/courses?mine=true');
    const pages: ShownPicture[] = [];
    for (const { id } of courses.data) {
      const { data } = await read<Contents>(`/courses/${id}/activities?limit=100`);
      for (const { contentHtml, media } of data)
        if (contentHtml?.includes('/v1/files/'))
          pages.push(...(await shown(withLinks(contentHtml, media), 'pictures-demo')));
    }
    expect(pages).toEqual([{ naturalWidth: 480, naturalHeight: 96 }]);
  });

  it('a picture is uploaded by choosing a file in Swagger UI', async () => {
    const operation = await swagger.openOperation('POST', '/v1/files');
    const picture = { name: 'Nine journeys.png', mimeType: 'image/png', buffer: drawJourneys() };
    await swagger.fillForm(operation, 'file', picture);
    await swagger.picture('pictures-chosen');
    const { status, body } = await swagger.answer(operation);
    await swagger.picture('pictures-uploaded');
    expect([status, body]).toMatchObject([201, { name: 'Nine journeys.png', mediaType: 'image/png' }]);
    file = body;
  });

  it('Swagger UI shows the picture of a link, and of an address', async () => {
    for (const [path, parameters] of [
      ['/v1/file-contents', { link: new URL(file.url).searchParams.get('link')! }],
      ['/v1/files/{fileId}/content', { fileId: file.address.split('/')[3]! }],
    ] as const) {
      const operation = await swagger.openOperation('GET', path);
      for (const [name, value] of Object.entries(parameters)) await swagger.fill(operation, name, value);
      await operation.locator('.execute').click();
      const image = operation.locator('.live-responses-table img');
      await image.waitFor();
      const size = await image.evaluate((node) => (node as unknown as ShownPicture).naturalWidth);
      expect(size).toBe(480);
      await image.scrollIntoViewIfNeeded();
      await swagger.picture(`pictures-shown${path.replaceAll(/\W/g, '-')}`);
    }
  });

  it('a page that names the picture shows it in a browser', async () => {
    const course = await swagger.execute('POST', '/v1/courses');
    const section = await swagger.execute('POST', '/v1/courses/{courseId}/sections', {
      courseId: course.body.id,
    });
    const activity = await swagger.execute(
      'POST',
      '/v1/sections/{sectionId}/activities',
      { sectionId: section.body.id },
      { type: 'page', title: 'Journeys', content: `Look:\n\n![Nine journeys](${file.address})` },
    );
    expect(activity.status).toBe(201);
    const html = withLinks(activity.body.contentHtml, activity.body.media);
    expect(await shown(html, 'pictures-page')).toEqual([{ naturalWidth: 480, naturalHeight: 96 }]);
  });
});

interface Contents {
  data: { contentHtml: string | null; media: FileOfActivity[] }[];
}
