import { globSync, readFileSync } from 'node:fs';

export interface KnownControl {
  name: string;
  file: string;
  /** How the titles of the tests begin that must fail without the guard. */
  tests: string[];
}

const CONTROL = /^negativeControl\(\s*'([^']+)',\s*\[([^\]]*)\]/gm;

/** Every `negativeControl` of the integration tests, read from their text. */
export function knownControls(): KnownControl[] {
  return globSync('test/integration/**/*.spec.ts')
    .sort()
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(CONTROL)].map(([, name = '', tests = '']) => ({
        name,
        file,
        tests: Array.from(tests.matchAll(/'([^']+)'/g), ([, title = '']) => title),
      })),
    );
}
