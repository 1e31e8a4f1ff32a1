import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toDatabaseUrl } from '../src/shared/database/data-source';
import { type KnownControl, knownControls } from './support/known-controls';
import { OwnServer } from './support/own-server';

interface JestReport {
  testResults: { message: string; assertionResults: TestResult[] }[];
}

interface TestResult {
  title: string;
  status: 'passed' | 'failed' | 'pending';
  failureMessages: string[];
}

interface Outcome {
  failed: TestResult[];
  passed: TestResult[];
  /** Of the first failure. */
  message: string;
}

/** Some tests wait for what does not come without their guard. */
const MOST_MILLISECONDS = 150_000;

const AT_ONCE = 2;

/**
 * `npm run test:controls [-- name …]`: runs the tests of every negative control, or of those whose name begins as given,
 * with its guard taken away. Ends with 1 where a test passes all the same, is not there, or comes to no end.
 */
async function main(beginnings: readonly string[]): Promise<void> {
  const controls = knownControls().filter(
    ({ name }) => beginnings.length === 0 || beginnings.some((beginning) => name.startsWith(beginning)),
  );
  if (controls.length === 0) throw new Error('There is no such control.');
  const folder = mkdtempSync(join(tmpdir(), 'stoa-controls-'));
  const server = await OwnServer.start();
  const blind: string[] = [];
  const waiting = controls.entries();
  const work = async (): Promise<void> => {
    for (const [index, control] of waiting) {
      const start = performance.now();
      const outcome = await runWithout(control, join(folder, `${index}.json`), toDatabaseUrl(server.target));
      const seconds = Math.round((performance.now() - start) / 1000);
      if (!sees(control, outcome)) blind.push(control.name);
      console.log(lineOf(control, outcome, seconds));
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
  console.log(`${controls.length - blind.length} of ${controls.length} controls failed as they must.`);
  process.exitCode = blind.length === 0 ? 0 : 1;
}

/** Undefined when the tests came to no end. */
async function runWithout(
  { name, file }: KnownControl,
  report: string,
  databaseUrl: string,
): Promise<Outcome | undefined> {
  const environment = { ...process.env, NEGATIVE_CONTROL: name, TEST_DATABASE_URL: databaseUrl };
  const jest = spawn(
    'npm',
    ['test', '--', file, '--json', `--outputFile=${report}`, '--silent', '--forceExit'],
    {
      env: environment,
      stdio: 'ignore',
      // A group of its own, so that what the tests have started ends with them.
      detached: true,
    },
  );
  const ended = new Promise((resolve) => jest.once('exit', resolve));
  const timer = setTimeout(() => process.kill(-jest.pid!, 'SIGKILL'), MOST_MILLISECONDS);
  await ended;
  clearTimeout(timer);
  return existsSync(report) ? outcomeOf(JSON.parse(readFileSync(report, 'utf8')) as JestReport) : undefined;
}

function outcomeOf({ testResults }: JestReport): Outcome {
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = results.filter(({ status }) => status === 'failed');
  return {
    failed,
    passed: results.filter(({ status }) => status === 'passed'),
    message: failed[0]?.failureMessages[0] ?? testResults[0]?.message ?? '',
  };
}

/** Whether each of the tests has failed, in one of its rows where it has several. */
function sees({ tests }: KnownControl, outcome: Outcome | undefined): boolean {
  return tests.every((beginning) => {
    const [before = '', after = ''] = beginning.split('%s');
    return outcome?.failed.some(({ title }) => title.startsWith(before) && title.includes(after));
  });
}

function lineOf(control: KnownControl, outcome: Outcome | undefined, seconds: number): string {
  const verdict = sees(control, outcome) ? 'failed as it must' : 'DID NOT FAIL';
  const counts = outcome
    ? `${outcome.failed.length} failed, ${outcome.passed.length} passed`
    : 'came to no end';
  const why = (outcome?.message ?? '')
    .replace(/\u001b\[\d+m/g, '')
    .split(/\n\s+at /)[0]!
    .replace(/\s+/g, ' ')
    .slice(0, 160);
  return `${control.name.padEnd(50)} ${verdict.padEnd(18)} ${counts}, ${seconds} s\n    ${control.file}: ${why}`;
}

void main(process.argv.slice(2));
