import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakingChanges } from './breaking-changes';
import { type Contract, contractOf, contractText } from './contract';
import { DECLARED_CHANGES } from './declared-changes';
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
  const faults = [...lintFaults(), ...undeclaredChanges(contract)];
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

function undeclaredChanges(contract: Contract): string[] {
  const changes = breakingChanges(JSON.parse(readFileSync(BASELINE, 'utf8')) as Contract, contract);
  const stale = Object.keys(DECLARED_CHANGES).filter((change) => !changes.includes(change));
  return [
    ...changes
      .filter((change) => !(change in DECLARED_CHANGES))
      .map((change) => `breaks callers: ${change}. Undo it, or say why in test/contract/declared-changes.ts`),
    ...stale.map((change) => `declared but not there: ${change}`),
  ];
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
