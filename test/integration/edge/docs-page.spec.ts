import { expectProblem } from '../../support/problems';
import { TestApp } from '../../support/test-app';

describe('the page of the API description', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it.each(['/docs', '/docs/'])(
    'the page of the API description is served at %s with all its files',
    async (path) => {
      const page = await app.anyone.get(path);
      expect(page.status).toBe(200);
      const files = [...page.text.matchAll(/(?:src|href)="\.\/(?:docs\/)?([^"]+)"/g)].map(
        (match) => match[1],
      );
      expect(files.length).toBeGreaterThanOrEqual(6);
      for (const file of files) {
        const answer = await app.anyone.get(`/docs/${file}`);
        expect([file, answer.status]).toEqual([file, 200]);
      }
    },
  );

  it('the API description itself is served', async () => {
    const { status, body } = await app.anyone.get('/docs/openapi.json');
    expect(status).toBe(200);
    expect(body.info.title).toBe('Stoa');
  });

  it.each([
    '/docs/index.html',
    '/docs/%69ndex.html',
    '/docs/package.json',
    '/docs/swagger-ui-bundle.js.map',
    '/docs/swagger-ui.css.map',
    '/docs/swagger-initializer.js',
    '/docs/swagger-ui-es-bundle.js',
    '/docs/oauth2-redirect.html',
    '/docs/README.md',
    '/docs/LICENSE',
    '/docs/docs/swagger-ui-init.js',
    '/docs/../package.json',
    '/docs-yaml',
    '/docs-json',
  ])('the pages of the API description do not bring %s', async (path) => {
    expectProblem(await app.anyone.get(path), 404, 'request.no_such_route');
  });
});
