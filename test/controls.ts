import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface JestReport {
  numFailedTests: number;
  numPassedTests: number;
}

/** A test that hangs without its guard would not end by itself. */
const MOST_MILLISECONDS = 5 * 60_000;

/**
 * `npm run test:controls [-- name …]`: runs every test that knows a negative control with its guard taken away, and
 * fails where the test passes all the same.
 */
function main(only: readonly string[]): void {
  const controls = globSync('test/**/*.spec.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/negativeControl\('([^']+)'/g)].map(([, name = '']) => ({
      file,
      name,
    })),
  );
  const chosen = controls.filter(({ name }) => only.length === 0 || only.includes(name));
  if (chosen.length === 0) throw new Error('There is no such control.');
  const blind = chosen.filter(({ file, name }) => {
    const { numFailedTests, numPassedTests } = runWithout(name, file);
    console.log(`${name} (${file}): without the guard ${numFailedTests} tests fail, ${numPassedTests} pass`);
    return numFailedTests === 0;
  });
  for (const { name, file } of blind) console.log(`BLIND ${file} does not see that ${name} is missing`);
  process.exitCode = blind.length === 0 ? 0 : 1;
}

function runWithout(name: string, file: string): JestReport {
  const report = join(tmpdir(), `stoa-control-${process.pid}.json`);
  writeFileSync(report, JSON.stringify({ numFailedTests: 0, numPassedTests: 0 } satisfies JestReport));
  spawnSync('npm', ['test', '--', file, '--json', `--outputFile=${report}`, '--silent'], {
    env: { ...process.env, NEGATIVE_CONTROL: name },
    stdio: 'ignore',
    timeout: MOST_MILLISECONDS,
  });
  return JSON.parse(readFileSync(report, 'utf8')) as JestReport;
}

main(process.argv.slice(2));
