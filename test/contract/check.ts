import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakingChanges } from './breaking-changes';
import { type Contract, contractOf, contractText } from './contract';
import { undeclared } from './declared-changes';
import { installTools, runTool } from './tools';

const ROOT = join(__dirname, '..', '..');
const DOCUMENT = join(ROOT, 'openapi.json');
const BASELINE = join(__dirname, 'baseline.json');

/**
 * `npm run check:contract`: openapi.json passes the linter without a warning, and breaks nothing that the baseline promised
 * unless `declared-changes.ts` says so. With `--record` it writes the baseline anew.
 */
function main(): void {
  const contract = contractOf(JSON.parse(readFileSync(DOCUMENT, 'utf8')));
  if (process.argv.includes('--record')) {
    writeFileSync(BASELINE, contractText(contract));
    process.stderr.write('Wrote the baseline. Empty the list in declared-changes.ts.\n');
    return;
  }
  const baseline = JSON.parse(readFileSync(BASELINE, 'utf8')) as Contract;
  const faults = [...lintFaults(), ...undeclared(breakingChanges(baseline, contract))];
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

interface LintReport {
  problems: { ruleId: string; message: string; location: { pointer?: string }[] }[];
}

function lintFaults(): string[] {
  installTools();
  const { output } = runTool('redocly', ['lint', DOCUMENT, '--config', 'redocly.yaml', '--format', 'json']);
  const report = output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1);
  if (report === '') return [`The linter did not run: ${output}`];
  return (JSON.parse(report) as LintReport).problems.map(
    ({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ''})`,
  );
}

main();
