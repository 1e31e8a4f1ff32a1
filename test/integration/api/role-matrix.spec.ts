import { buildOpenApi } from '../../../src/shared/http/openapi';
import { type Caller, TestApp } from '../../support/test-app';
import { MATRIX, type Row } from './matrix';
import { type Actor, ACTORS, createWorld, type World } from './matrix-world';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Where a course, or a part of one, is named. */
const PART_OF_A_COURSE = /\{(course|section|activity|question|attempt|lineItem|enrollment)Id\}/;

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

  it.each(Object.entries(MATRIX))('%s', async (route, row) => {
    const seen: string[] = [];
    world = await createWorld(app);
    for (const actor of ACTORS) {
      const status = await tryOut(route, row, world.actors[actor]);
      seen.push(`${actor} ${status}`);
      // Who comes after somebody who changed things starts afresh.
      if (!route.startsWith('GET') && status < 300) world = await createWorld(app);
    }
    const expected = row.statuses.split(' ');
    expect(seen).toEqual(ACTORS.map((actor, index) => `${actor} ${expected[index]}`));
  });

  const ofInstructors = Object.entries(MATRIX).filter(([route, row]) => {
    const [assistants, instructors] = ['assistant', 'instructor'].map((actor) =>
      statusOf(row, actor as Actor),
    );
    return PART_OF_A_COURSE.test(route) && assistants !== instructors;
  });

  it.each(ofInstructors)(
    '%s, as an assistant, for an instructor whose account became a learner’s',
    async (...[route, row]) => {
      world = await createWorld(app);
      expect(await tryOut(route, row, world.demoted)).toBe(statusOf(row, 'assistant'));
    },
  );

  async function tryOut(route: string, { body, query = '' }: Row, caller: Caller): Promise<number> {
    const [method, path] = route.split(' ') as [Method, string];
    // An activity is a quiz where the route is about quizzes, and a page elsewhere.
    const ids = path.startsWith('/v1/activities')
      ? { ...world.ids, activityId: world.ids['pageId'] }
      : world.ids;
    const url = path.replace(
      /\{(\w+)\}/g,
      (_, name: string) => ids[name as keyof typeof ids] ?? `unknown-${name}`,
    );
    const answer = await caller.send(
      method,
      url + (typeof query === 'function' ? query(world) : query),
      body?.(world),
    );
    return answer.status;
  }
});

function statusOf({ statuses }: Row, actor: Actor): number {
  return Number(statuses.split(' ')[ACTORS.indexOf(actor)]);
}
