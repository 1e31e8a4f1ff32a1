import { readFileSync } from 'node:fs';
import { knownControls } from '../../support/known-controls';

describe('negative controls', () => {
  const controls = knownControls();

  it('negative controls have different names, by which NEGATIVE_CONTROL chooses them', () => {
    const names = controls.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(controls)('the negative control of $name names tests of its file', ({ file, tests }) => {
    const own = readFileSync(file, 'utf8');
    // Tests that several files share stand in a file of their own.
    const shared = Array.from(own.matchAll(/support\/([\w-]+-cases)'/g), ([, name]) =>
      readFileSync(`test/support/${name}.ts`, 'utf8'),
    );
    const text = [own, ...shared].join('\n');
    expect(tests.length).toBeGreaterThan(0);
    // Once in the control, and at least once as the title of a test.
    expect(tests.filter((title) => text.split(`'${title}`).length < 3)).toEqual([]);
  });
});
