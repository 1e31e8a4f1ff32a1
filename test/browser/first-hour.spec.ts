import { type Executed, SwaggerPage } from './swagger-page';

/** Operations whose offered body is pressed as it stands, and what that gets. */
const OFFERED: [method: string, path: string, status: number, code?: string][] = [
  ['PATCH', '/v1/me', 200],
  ['PUT', '/v1/me/password', 422, 'identity.wrong_current_password'],
  ['PATCH', '/v1/courses/{courseId}', 200],
  ['PATCH', '/v1/sections/{sectionId}', 200],
  ['PATCH', '/v1/activities/{activityId}', 200],
  ['PATCH', '/v1/quizzes/{activityId}', 200],
  ['PATCH', '/v1/questions/{questionId}', 200],
  ['PATCH', '/v1/line-items/{lineItemId}', 200],
  ['PUT', '/v1/courses/{courseId}/outline/order', 422, 'courses.order_mismatch'],
  ['PUT', '/v1/quizzes/{activityId}/questions/order', 422, 'assessments.question_order_mismatch'],
  ['PUT', '/v1/line-items/{lineItemId}/results/{userId}', 422, 'gradebook.score_out_of_range'],
];

describe('An instructor’s first hour in Swagger UI', () => {
  let swagger: SwaggerPage;
  /** Of what was made, by the names of path parameters. */
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    swagger = await SwaggerPage.open();
    await swagger.signIn(swagger.server.instructor);
  }, 300_000);
  afterAll(async () => {
    expect(await swagger?.close()).toBe(0);
  });

  const parametersOf = (path: string): Record<string, string> =>
    Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, ids[name!] ?? '']));

  async function make(method: string, path: string, sent?: object): Promise<Record<string, string>> {
    const { status, body } = await swagger.execute(method, path, parametersOf(path), sent);
    expect([path, status, status < 300 ? undefined : body]).toEqual([path, status, undefined]);
    return body;
  }

  it('authors a course with the bodies that are offered', async () => {
    ids['courseId'] = (await make('POST', '/v1/courses'))['id']!;
    ids['sectionId'] = (await make('POST', '/v1/courses/{courseId}/sections'))['id']!;
    const page = await make('POST', '/v1/sections/{sectionId}/activities');
    expect(page).toMatchObject({ type: 'page' });
    const quiz = { type: 'quiz', title: 'Check yourself' };
    ids['activityId'] = (await make('POST', '/v1/sections/{sectionId}/activities', quiz))['id']!;
  });

  it('adds a question to a quiz, and publishes the course', async () => {
    ids['questionId'] = (await make('POST', '/v1/quizzes/{activityId}/questions'))['id']!;
    await swagger.picture('first-hour-question');
    const course = await make('PUT', '/v1/courses/{courseId}/publication');
    expect(course).toMatchObject({ status: 'published' });
  });

  it('enrolls a learner by username', async () => {
    const enrollment = await make('POST', '/v1/courses/{courseId}/enrollments', {
      username: 'amara.nwachukwu',
      role: 'learner',
    });
    ids['userId'] = (enrollment['user'] as unknown as { id: string }).id;
    expect(enrollment).toMatchObject({ role: 'learner', state: 'active' });
  });

  it('adds something to grade, and grades it', async () => {
    ids['lineItemId'] = (await make('POST', '/v1/courses/{courseId}/line-items'))['id']!;
    const result = await make('PUT', '/v1/line-items/{lineItemId}/results/{userId}', { score: '17.5' });
    expect(result).toMatchObject({ score: '17.5', scoreStatus: 'fully graded' });
    await swagger.picture('first-hour-grade');
  });

  it.each(['light', 'dark'] as const)('sees a chart as a picture in %s colors', async (colorScheme) => {
    await swagger.page.emulateMedia({ colorScheme });
    const path = '/v1/courses/{courseId}/report/completion-funnel.svg';
    const operation = await swagger.openOperation('GET', path);
    await swagger.fill(operation, 'courseId', ids['courseId']!);
    await operation.locator('.execute').click();
    const image = operation.locator('.responses-wrapper .live-responses-table img');
    await image.waitFor();
    for (const [width, height] of [
      [1280, 1000],
      [390, 844],
    ] as const) {
      await swagger.page.setViewportSize({ width, height });
      await image.scrollIntoViewIfNeeded();
      const shown = await image.boundingBox();
      expect(shown?.width).toBeLessThanOrEqual(width);
      expect(shown?.width).toBeGreaterThan(width / 3);
      await swagger.picture(`first-hour-chart-${colorScheme}-${width}`);
    }
    await swagger.page.setViewportSize({ width: 1280, height: 1000 });
  });

  it('presses Execute on bodies as they are offered, and nothing is changed', async () => {
    const outline = (): Promise<Executed> =>
      swagger.execute('GET', '/v1/courses/{courseId}/outline', { courseId: ids['courseId']! });
    const before = await outline();
    for (const [method, path, status, code] of OFFERED) {
      const pressed = await swagger.execute(method, path, parametersOf(path), 'offered');
      const told = pressed.status < 300 ? undefined : pressed.body.code;
      expect([path, pressed.status, told]).toEqual([path, status, code]);
    }
    expect((await outline()).body).toEqual(before.body);
  }, 300_000);

  it('finds operations by their summary and their address, whatever the case, in tags that were folded', async () => {
    // The address names the tag that was opened last, which a reload would open again.
    await swagger.page.goto('about:blank');
    await swagger.page.goto(`${swagger.server.url}/docs`);
    await swagger.page.locator('.opblock-tag').first().waitFor();
    expect(await swagger.page.locator('.opblock-summary-path').count()).toBe(0);
    const filter = swagger.page.locator('.operation-filter-input');
    const found = swagger.page.locator('.opblock-summary-path');
    for (const [phrase, paths] of [
      ['ENROLL YOURSELF IN', ['/v1/me/enrollments']],
      ['Completion-Funnel.SVG', ['/v1/courses/{courseId}/report/completion-funnel.svg']],
      ['put roster-link', ['/v1/users/{userId}/roster-link']],
    ] as const) {
      await filter.fill(phrase);
      await swagger.page.waitForFunction((count) => {
        const page = globalThis as unknown as {
          document: { querySelectorAll: (selector: string) => { length: number } };
        };
        return page.document.querySelectorAll('.opblock-summary-path').length === count;
      }, paths.length);
      expect(await found.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-path')))).toEqual(
        paths,
      );
    }
    await swagger.picture('first-hour-filter');
    await filter.fill('');
    await swagger.page.locator('.opblock-tag[data-tag="Health"]').waitFor();
    expect(await found.count()).toBe(0);
  });

  it('is told that a password is wrong', async () => {
    await swagger.page.locator('.auth-wrapper .authorize').first().click();
    await swagger.page.locator('.auth-container').getByText('Logout').first().click();
    await swagger.closeDialog();
    const dialog = await swagger.authorize(swagger.server.instructor, 'not-this-one');
    await dialog.getByText('The username or the password is wrong.').waitFor();
    await swagger.picture('first-hour-wrong-password');
  });
});
