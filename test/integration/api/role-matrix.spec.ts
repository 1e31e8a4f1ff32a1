import { buildOpenApi } from '../../../src/shared/http/openapi';
import { TestApp } from '../../support/test-app';
import { MATRIX } from './matrix';
import { ACTORS, createWorld, type World } from './matrix-world';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

describe('who may do what', () => {
  let app: TestApp;
  let world: World;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('is written down for every route of the API, and for no other', () => {
    const routes = Object.entries(buildOpenApi(app.nest).paths).flatMap(([path, item]) =>
      Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(MATRIX).sort()).toEqual(routes.sort());
  });

  it.each(Object.entries(MATRIX))('%s', async (route, { body, query = '', statuses }) => {
    const [method, path] = route.split(' ') as [Method, string];
    const seen: string[] = [];
    world = await createWorld(app);
    for (const actor of ACTORS) {
      // An activity is a quiz where the route is about quizzes, and a page elsewhere.
      const ids = path.startsWith('/v1/activities')
        ? { ...world.ids, activityId: world.ids['pageId'] }
        : world.ids;
      const url = path.replace(
        /\{(\w+)\}/g,
        (_, name: string) => ids[name as keyof typeof ids] ?? `unknown-${name}`,
      );
      const answer = await world.actors[actor].send(
        method,
        url + (typeof query === 'function' ? query(world) : query),
        body?.(world),
      );
      seen.push(`${actor} ${answer.status}`);
      // Who comes after somebody who changed things starts afresh.
      if (method !== 'GET' && answer.status < 300) world = await createWorld(app);
    }
    const expected = statuses.split(' ');
    expect(seen).toEqual(ACTORS.map((actor, index) => `${actor} ${expected[index]}`));
  });
});
