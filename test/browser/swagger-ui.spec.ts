import type { Page } from 'playwright-core';
import { SwaggerPage } from './swagger-page';

/** What a test needs of Swagger UI's own object in the page. */
interface SwaggerUi {
  authSelectors: {
    authorized: () => { toJS: () => Record<string, { schema: object; token: object } | undefined> };
  };
  authActions: { authorizeOauth2: (authorization: object) => void };
}

/** An instructor without a front end works in Swagger UI: sign in once, try operations, look at a chart. */
describe('Swagger UI', () => {
  let swagger: SwaggerPage;
  let page: Page;

  beforeAll(async () => {
    swagger = await SwaggerPage.open();
    page = swagger.page;
  }, 300_000);

  afterAll(async () => {
    expect(await swagger?.close()).toBe(0);
  });

  it('Swagger UI loads without an error, with the tags in the order of the work', async () => {
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.reload();
    await page.locator('.opblock-tag').first().waitFor();
    const tags = await page
      .locator('.opblock-tag')
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-tag')));
    expect(tags.slice(0, 7)).toEqual([
      'Signing in',
      'My account',
      'Schools and terms',
      'Courses',
      'Course content',
      'Files',
      'Enrollments',
    ]);
    expect(tags.at(-1)).toBe('Health');
    expect(errors).toEqual([]);
    await swagger.picture('docs');
  });

  it('Swagger UI signs an instructor in through the Authorize dialog, and keeps them signed in', async () => {
    const dialog = await swagger.authorize(swagger.server.instructor);
    await dialog.getByText('Logout').waitFor();
    await swagger.picture('authorized');
    await swagger.closeDialog();

    await page.reload();
    const me = await swagger.execute('GET', '/v1/me');
    expect(me.body).toMatchObject({ role: 'instructor' });
  });

  it('Swagger UI fits a phone, and follows the colors of the system', async () => {
    const isDark = 'document.documentElement.classList.contains("dark-mode")';
    await page.setViewportSize({ width: 390, height: 844 });
    await swagger.execute('GET', '/v1/courses');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await swagger.picture('phone');
    expect(await page.evaluate(isDark)).toBe(false);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForFunction(isDark);
    await swagger.picture('phone-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 1000 });
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
    const me = await swagger.execute('GET', '/v1/me');
    expect(me.body).toMatchObject({ role: 'instructor' });
  });

  it('Swagger UI creates a course with the example body as it stands', async () => {
    const { body: course } = await swagger.execute('POST', '/v1/courses');
    expect(course).toMatchObject({ status: 'draft', version: 1 });
  });

  it('Swagger UI shows a course of the demo school, its report, and its chart as a picture', async () => {
    const { body: courses } = await swagger.execute('GET', '/v1/courses', { mine: 'true' });
    const demo = courses.data.find((course: { status: string }) => course.status === 'published');
    const { body: report } = await swagger.execute('GET', '/v1/courses/{courseId}/report', {
      courseId: demo.id,
    });
    expect(report.enrolled).toBeGreaterThan(10);
    expect(report.completionFunnel.length).toBeGreaterThan(10);

    const operation = await swagger.openOperation(
      'GET',
      '/v1/courses/{courseId}/report/completion-funnel.svg',
    );
    await swagger.fill(operation, 'courseId', demo.id);
    await operation.locator('.execute').click();
    const image = operation.locator('.responses-wrapper .live-responses-table img');
    await image.waitFor();
    await image.scrollIntoViewIfNeeded();
    expect(
      await image.evaluate((node) => (node as unknown as { naturalWidth: number }).naturalWidth),
    ).toBeGreaterThan(400);
    await swagger.picture('chart');
  });

  it('Swagger UI shows an error in words that name the field', async () => {
    const operation = await swagger.openOperation('POST', '/v1/courses');
    await swagger.clear(operation);
    await operation.locator('textarea.body-param__text').fill('{"title": "No code", "color": "red"}');
    await operation.locator('.execute').click();
    const body = operation
      .locator('.live-responses-table .response .microlight, .live-responses-table .response pre')
      .first();
    await body.waitFor();
    expect(await body.innerText()).toContain('color is not a field of this request');
    await swagger.picture('fault');
  });
});
