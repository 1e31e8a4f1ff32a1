import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { DemoServer } from './demo-server';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const PASSWORD = 'stoa-demo-2026';

/** What a test needs of Swagger UI's own object in the page. */
interface SwaggerUi {
  authSelectors: {
    authorized: () => { toJS: () => Record<string, { schema: object; token: object } | undefined> };
  };
  authActions: { authorizeOauth2: (authorization: object) => void };
}

/** An instructor without a front end works in Swagger UI: sign in once, try operations, look at a chart. */
describe('Swagger UI', () => {
  let server: DemoServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    if (!existsSync(CHROMIUM))
      throw new Error(`${CHROMIUM} is missing: apt-get install chromium, or set CHROMIUM`);
    server = await DemoServer.start();
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    await page.goto(`${server.url}/docs`);
    await page.locator('.opblock-tag').first().waitFor();
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    expect(await server?.stop()).toBe(0);
  });

  it('Swagger UI loads without an error, with the tags in the order of the work', async () => {
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.reload();
    await page.locator('.opblock-tag').first().waitFor();
    const tags = await page
      .locator('.opblock-tag')
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-tag')));
    expect(tags.slice(0, 5)).toEqual([
      'Signing in',
      'My account',
      'Courses',
      'Course content',
      'Enrollments',
    ]);
    expect(tags.at(-1)).toBe('Health');
    expect(errors).toEqual([]);
    await picture('docs');
  });

  it('Swagger UI signs an instructor in through the Authorize dialog, and keeps them signed in', async () => {
    await page.locator('.auth-wrapper .authorize').first().click();
    const dialog = page.locator('.auth-container', { hasText: 'password' }).first();
    await dialog.locator('#oauth_username').fill(server.instructor);
    await dialog.locator('#oauth_password').fill(PASSWORD);
    await dialog.locator('button.authorize').click();
    await dialog.getByText('Logout').waitFor();
    await picture('authorized');
    await page.locator('.btn-done').first().click();

    await page.reload();
    const me = await execute('GET', '/v1/me');
    expect(JSON.parse(await me.innerText())).toMatchObject({ role: 'instructor' });
  });

  it('Swagger UI gets a new token when the old one has expired, without asking the person', async () => {
    const expired = `e30.${Buffer.from(JSON.stringify({ exp: 1 })).toString('base64url')}.x`;
    await page.evaluate((token) => {
      const { ui } = globalThis as unknown as { ui: SwaggerUi };
      const { schema, token: held } = ui.authSelectors.authorized().toJS()['password']!;
      ui.authActions.authorizeOauth2({
        auth: { schema, name: 'password' },
        token: { ...held, access_token: token },
      });
    }, expired);
    const me = await execute('GET', '/v1/me');
    expect(JSON.parse(await me.innerText())).toMatchObject({ role: 'instructor' });
  });

  it('Swagger UI creates a course with the example body as it stands', async () => {
    const course = JSON.parse(await (await execute('POST', '/v1/courses')).innerText());
    expect(course).toMatchObject({ status: 'draft', version: 1 });
  });

  it('Swagger UI shows a course of the demo school, its report, and its chart as a picture', async () => {
    const courses = JSON.parse(await (await execute('GET', '/v1/courses', { mine: 'true' })).innerText());
    const demo = courses.data.find((course: { status: string }) => course.status === 'published');
    const report = JSON.parse(
      await (await execute('GET', '/v1/courses/{courseId}/report', { courseId: demo.id })).innerText(),
    );
    expect(report.enrolled).toBeGreaterThan(10);
    expect(report.completionFunnel.length).toBeGreaterThan(10);

    const operation = await open('GET', '/v1/courses/{courseId}/report/completion-funnel.svg');
    await fill(operation, 'courseId', demo.id);
    await operation.locator('.execute').click();
    const image = operation.locator('.responses-wrapper .live-responses-table img');
    await image.waitFor();
    await image.scrollIntoViewIfNeeded();
    expect(
      await image.evaluate((node) => (node as unknown as { naturalWidth: number }).naturalWidth),
    ).toBeGreaterThan(400);
    await picture('chart');
  });

  it('Swagger UI shows an error in words that name the field', async () => {
    const operation = await open('POST', '/v1/courses');
    await operation.locator('textarea.body-param__text').fill('{"title": "No code", "color": "red"}');
    await operation.locator('.execute').click();
    const body = operation
      .locator('.live-responses-table .response .microlight, .live-responses-table .response pre')
      .first();
    await body.waitFor();
    expect(await body.innerText()).toContain('color is not a field of this request');
    await picture('fault');
  });

  /** Opens an operation's panel, ready to be filled. */
  async function open(method: string, path: string): Promise<Locator> {
    const operation = page.locator(`.opblock-${method.toLowerCase()}`, {
      has: page.locator(`[data-path="${path}"]`),
    });
    if ((await operation.count()) === 0) {
      // Tags are folded at first.
      const folded = page.locator('.opblock-tag-section:not(.is-open) .opblock-tag');
      while ((await folded.count()) > 0) await folded.first().click();
      await operation.waitFor();
    }
    if (!(await operation.getAttribute('class'))?.includes('is-open'))
      await operation.locator('.opblock-summary-control').click();
    await operation.locator('.execute').waitFor();
    return operation;
  }

  async function fill(operation: Locator, name: string, value: string): Promise<void> {
    const row = operation.locator(`tr[data-param-name="${name}"]`);
    const select = row.locator('select');
    if ((await select.count()) > 0) await select.selectOption(value);
    else await row.locator('input').fill(value);
  }

  /** Executes an operation and returns the body it got. */
  async function execute(
    method: string,
    path: string,
    parameters: Record<string, string> = {},
  ): Promise<Locator> {
    const operation = await open(method, path);
    for (const [name, value] of Object.entries(parameters)) await fill(operation, name, value);
    await operation.locator('.execute').click();
    const status = operation.locator('.live-responses-table .response-col_status').last();
    await status.waitFor();
    expect(await status.innerText()).toMatch(/^20/);
    return operation
      .locator('.live-responses-table .response .microlight, .live-responses-table .response pre')
      .first();
  }

  /** For a person to look at, where SCREENSHOTS names a folder. */
  async function picture(name: string): Promise<void> {
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
  }
});
