import { toBinary } from '../../../src/shared/database/ids';
import { buildOpenApi } from '../../../src/shared/http/openapi';
import { differencesFromDescription } from '../../support/described-answers';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { MATRIX } from './matrix';
import { AXIS, type Row, statusesOf, type Whose } from './matrix-rows';
import {
  type Actor,
  ACTORS,
  createWorld,
  type Ids,
  namesOn,
  sessionOf,
  urlOf,
  type World,
} from './matrix-world';

type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Where a course, or a part of one, is named. */
const PART_OF_A_COURSE =
  /(course|section|activity|question|folder|attempt|script|lineItem|enrollment|rubric|comment|remarkRequest)Id/;

/** Who takes no part in the stranger's course. */
const OUTSIDERS: Actor[] = ['visitor', 'learner', 'classmate', 'assistant', 'instructor'];

const ROUTES = Object.entries(MATRIX);

describe('The role matrix', () => {
  let app: TestApp;
  let world: World;
  /** Whether a request has changed the world, so that the next one needs another. */
  let isChanged = false;
  /** What the world has for certain; undefined: everything. */
  let made: ReadonlySet<string> | undefined;
  beforeAll(async () => {
    app = await TestApp.start();
    await renew();
  });
  afterAll(() => app.stop());

  it('the role matrix has rows for every route of the API, and for no other', () => {
    const routes = Object.entries(buildOpenApi(app.nest).paths).flatMap(([path, item]) =>
      Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(MATRIX).sort()).toEqual(routes.sort());
  });

  it.each(ROUTES)('the role matrix says what each actor gets from %s', async (route, row) => {
    expect(AXIS.filter((whose) => row[whose] !== undefined)).toEqual(axisOf(route, row));
    const codes: Partial<Record<Whose, Record<string, string>>> = {};
    for (const whose of axisOf(route, row)) {
      const seen: string[] = [];
      codes[whose] = {};
      for (const actor of ACTORS) {
        const { status, body } = await tryOut(route, row, actor, whose);
        seen.push(`${actor} ${status}`);
        if (status === 404) codes[whose][actor] = body.code;
      }
      const expected = statusesOf(row[whose]!).map((status, index) => `${ACTORS[index]} ${status}`);
      expect({ whose, seen }).toEqual({ whose, seen: expected });
    }
    // Where the object is hidden, the answer has the code of a missing one.
    expect(codes).toMatchObject({
      ...(codes.other && { missing: codes.other }),
      ...(codes.withOther && { withMissing: codes.withOther }),
    });
  });

  const ofCourses = ROUTES.filter(([route, row]) =>
    namesIn(route, row).some((name) => PART_OF_A_COURSE.test(name)),
  );

  describe('for outsiders of a draft', () => {
    beforeAll(async () => {
      await renew();
      await app.database.run(`UPDATE courses SET status = 'draft' WHERE id = ?`, [
        toBinary(world.otherIds.courseId),
      ]);
    });
    afterAll(() => renew());

    it.each(ofCourses)(
      'an outsider of a draft gets the same from %s as for what does not exist',
      async (route, row) => {
        for (const actor of OUTSIDERS) {
          const [ofDraft, ofNothing] = [
            await tryOut(route, row, actor, 'other'),
            await tryOut(route, row, actor, 'missing'),
          ];
          expect([actor, ofDraft.status, ofDraft.body]).toEqual([
            actor,
            ofNothing.status,
            { ...ofNothing.body, instance: ofDraft.body.instance, requestId: ofDraft.body.requestId },
          ]);
        }
      },
    );
  });

  const [assistant, instructor] = [ACTORS.indexOf('assistant'), ACTORS.indexOf('instructor')];
  const ofInstructors = ofCourses.filter(([, { own }]) => {
    const statuses = statusesOf(own);
    return statuses[assistant] !== statuses[instructor];
  });

  it.each(ofInstructors)(
    'the role matrix treats an instructor whose account became a learner’s as an assistant at %s',
    async (route, row) => {
      expect((await tryOut(route, row, 'demoted', 'own')).status).toBe(statusesOf(row.own)[assistant]);
    },
  );

  async function tryOut(route: string, row: Row, by: Actor | 'demoted', whose: Whose): Promise<Answer> {
    const named = [...namesIn(route, row), ...namesOn(route)];
    if (isChanged || named.some((name) => made && !made.has(name))) await renew(named);
    const caller = by === 'demoted' ? world.demoted : world.actors[by];
    const [method, path] = route.split(' ') as [Method, string];
    const ids = await idsFor(path, caller, whose);
    const answer = await caller.send(
      method,
      urlOf(path, ids) + (row.query?.(ids) ?? ''),
      row.body?.(ids),
      row.headers,
    );
    expect([route, by, differencesFromDescription(method, path, answer)]).toEqual([route, by, []]);
    isChanged = !['GET', 'HEAD', 'OPTIONS'].includes(method) && answer.status < 300;
    return answer;
  }

  /** All of it, or what these name. */
  async function renew(named?: string[]): Promise<void> {
    world = await createWorld(app, named);
    made = named && new Set(named);
    isChanged = false;
  }

  async function idsFor(path: string, caller: Caller, whose: Whose): Promise<Ids> {
    const own = await ownOf(path, caller);
    const { otherIds: other, missingIds: missing } = world;
    const [first] = (/(?<=\{)\w+/.exec(path) ?? []) as (keyof Ids)[];
    const kept = first === undefined ? {} : { [first]: own[first] };
    return {
      own,
      other,
      missing,
      withOther: { ...other, ...kept },
      withMissing: { ...missing, ...kept },
    }[whose];
  }

  /** One's own session is the one in which one calls. */
  async function ownOf(path: string, caller: Caller): Promise<Ids> {
    if (!path.includes('{sessionId}') || caller.token === undefined) return world.ids;
    return { ...world.ids, sessionId: await sessionOf(caller) };
  }
});

/** Which objects a request for a route names, in its path, its query and its body. */
function namesIn(route: string, row: Row): string[] {
  const named = new Set(Array.from(route.matchAll(/\{(\w+)\}/g), ([, name]) => name!));
  const ids = new Proxy({} as Ids, { get: (_, name) => (named.add(String(name)), 'x') });
  row.query?.(ids);
  row.body?.(ids);
  return [...named];
}

/** Whose objects a route must have a row for: with more than one object, also the first with somebody else's. */
function axisOf(route: string, row: Row): Whose[] {
  return AXIS.slice(0, [1, 3][namesIn(route, row).length] ?? AXIS.length);
}
