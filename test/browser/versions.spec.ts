import { type Executed, SwaggerPage } from './swagger-page';

describe('The versions of a course in Swagger UI', () => {
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

  async function press(method: string, path: string, sent?: object | 'offered'): Promise<Executed['body']> {
    const { status, body } = await swagger.execute(method, path, parametersOf(path), sent);
    expect([path, status, status < 300 ? undefined : body]).toEqual([path, status, undefined]);
    return body;
  }

  it('a course is published with the bodies that are offered', async () => {
    ids['courseId'] = (await press('POST', '/v1/courses')).id;
    ids['sectionId'] = (await press('POST', '/v1/courses/{courseId}/sections')).id;
    ids['activityId'] = (await press('POST', '/v1/sections/{sectionId}/activities')).id;
    expect(await press('PUT', '/v1/courses/{courseId}/publication')).toMatchObject({ publishedVersion: 1 });
  });

  it('a change of a page waits as a draft, and is compared with what is published', async () => {
    const changed = { title: 'The mean', content: 'The **mean** shares the total out evenly.' };
    await press('PATCH', '/v1/activities/{activityId}', changed);
    const { changes } = await press('GET', '/v1/courses/{courseId}/content-changes');
    expect(changes).toMatchObject([{ id: ids['activityId'], title: 'The mean', changes: ['changed'] }]);
    await swagger.picture('versions-changes');
  });

  it('the drafts are published as a second version with the body that is offered', async () => {
    const version = await press('POST', '/v1/courses/{courseId}/versions');
    expect(version).toMatchObject({ number: 2, isNew: true, cause: 'person' });
    const { data } = await press('GET', '/v1/courses/{courseId}/versions');
    expect(data.map(({ number }: { number: number }) => number)).toEqual([2, 1]);
    ids['courseVersionId'] = data[1].id;
  });

  it('the first version is restored as a third', async () => {
    const restored = await press('POST', '/v1/course-versions/{courseVersionId}/restorations');
    expect(restored).toMatchObject({ number: 3, restoredNumber: 1, missing: [] });
    await swagger.picture('versions-restored');
    const { sections } = await press('GET', '/v1/courses/{courseId}/outline');
    expect(sections[0].activities[0].title).not.toBe('The mean');
  });
});
