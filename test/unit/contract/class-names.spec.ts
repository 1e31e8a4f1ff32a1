import { globSync, readFileSync } from 'node:fs';
import { ADDING, CHANGING } from '../../../src/modules/courses/content/activity-types/requests';

/** Classes that describe what is sent and answered, as they are named in the source. */
function namedInSource(): string[] {
  return globSync('src/modules/**/*.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^(?:export )?class (\w+(?:Dto|Response)) /gm)].map(
      ([, name]) => name!,
    ),
  );
}

describe('the classes of requests and answers', () => {
  it('have names of their own: of two with one name, OpenAPI would describe the last alone', () => {
    const made = [...ADDING.values(), ...CHANGING.values()].map(({ name }) => name);
    const names = [...namedInSource(), ...made];
    expect(names.length).toBeGreaterThan(200);
    expect(made).toContain('UpdateLiveSessionDto');
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });
});
