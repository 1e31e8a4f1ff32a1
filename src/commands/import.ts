import { access, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { withModules } from '../application';
import type { Settings } from '../config/settings';
import { MIGRATIONS } from '../migrations';
import { ROSTER_IMPORT, RosterImportsService } from '../modules/rostering';
import { isId } from '../shared/database/ids';
import { migrate } from '../shared/database/migrate';
import type { Operation } from '../shared/operations/operation.entity';
import { OperationIssues } from '../shared/operations/operation-issues.repository';
import { OperationPoller } from '../shared/operations/operation-poller';
import { OperationReversals } from '../shared/operations/operation-reversals.service';
import { OperationRunner } from '../shared/operations/operation-runner';
import { OperationRunningError } from '../shared/operations/operations.errors';
import { OperationsRepository } from '../shared/operations/operations.repository';
import { argumentsOf, CommandError, runCommand, say, withStore } from './command';
import { confirmationLines, issueLines, issuesCsv, summaryTable } from './import-report';
import { ProgressDisplay } from './progress-display';

const USAGE = `Usage: npm run import -- FILE.zip [--dry-run] [--confirm] [--issues FILE.csv]
       npm run import -- --undo OPERATION [--only-removals] [--dry-run] [--issues FILE.csv]
  --dry-run          only tell what would change
  --confirm          go on even if more would end than ROSTER_END_SHARE_PERCENT
  --issues FILE.csv  write all issues to a file
  --undo OPERATION   put back what an import has changed; OPERATION is its id
  --only-removals    only what it has ended
Imports a OneRoster 1.1 or 1.2 bundle. Exits with 0 when all of it is imported, with 3 when some rows were refused and the rest is
imported, with 2 when it is refused or must be confirmed (nothing has changed then), and with 1 for any other fault. A
dry run exits as the import would.`;

const POLL_MILLISECONDS = 200;
/** How often this looks for an import that no process runs any more. */
const LOOK_MILLISECONDS = 2_000;
const ISSUES_SHOWN = 20;
const NOTHING_DONE = 2;
const ROWS_REFUSED = 3;
const REFUSED = 'rostering.bundle_refused';

interface ImportArguments {
  /** What to import, or what to put back. */
  work: { path: string } | { undo: string; only: 'removals' | undefined };
  dryRun: boolean;
  confirmed: boolean;
  issuesFile: string | undefined;
}

/** `npm run import`: brings a school's roster into the store. */
void runCommand(async (settings) => {
  const args = argumentsFrom(process.argv.slice(2));
  if (args === undefined) return say(USAGE);
  if ('path' in args.work) await requireFile(args.work.path);
  return exitCodeOf(await runImport(args, settings));
});

/** Undefined when only help is wanted. */
function argumentsFrom(args: string[]): ImportArguments | undefined {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const { undo } = values;
  const [path, ...others] = positionals;
  if ((path === undefined) === (undo === undefined) || others.length > 0)
    throw new CommandError(`Either one file or --undo OPERATION is needed.\n${USAGE}`);
  if (undo !== undefined && !isId(undo)) throw new CommandError('--undo takes the id of an operation.');
  if (values['only-removals'] && undo === undefined)
    throw new CommandError(`--only-removals goes with --undo.\n${USAGE}`);
  return {
    work:
      undo === undefined
        ? { path: resolve(path ?? '') }
        : { undo: undo.toLowerCase(), only: values['only-removals'] ? 'removals' : undefined },
    dryRun: values['dry-run'],
    confirmed: values.confirm,
    issuesFile: values.issues,
  };
}

function parsed(args: string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    ...{ 'dry-run': flag, confirm: flag, issues: { type: 'string' as const } },
    ...{ undo: { type: 'string' as const }, 'only-removals': flag },
    help: { ...flag, short: 'h' },
  } as const;
  return argumentsOf({ args, options, allowPositionals: true }, USAGE);
}

async function requireFile(path: string): Promise<void> {
  await access(path).catch(() => {
    throw new CommandError(`There is no file ${path} that can be read.`);
  });
}

async function runImport(args: ImportArguments, settings: Settings): Promise<Operation> {
  let finished: Operation | undefined;
  await withStore(settings, async ({ target, isEmbedded }) => {
    // As at the start of the application: nobody else looks after the embedded store.
    if (isEmbedded) await migrate(target, MIGRATIONS, { onProgress: say });
    finished = await withModules(settings, target, async (modules) => {
      const operation = await watch(args, modules);
      await tell(operation, args, modules.get(OperationIssues, { strict: false }));
      return operation;
    });
  });
  if (!finished) throw new Error('The store was closed before the import was over');
  return finished;
}

/** Starts the import and shows how far it is until it is over. Ctrl-C stops it between two batches. */
async function watch(args: ImportArguments, modules: INestApplicationContext): Promise<Operation> {
  const started = await startWhenFree(() => start(args, modules), modules);
  const runner = modules.get(OperationRunner, { strict: false });
  const cancel = (): void => void runner.cancel(started).catch((error: unknown) => say(String(error)));
  process.once('SIGINT', cancel);
  const operation = await untilOver(started.id, modules);
  process.off('SIGINT', cancel);
  return operation;
}

/** An interrupted import blocks others, so it is finished first. */
async function startWhenFree(
  start: () => Promise<Operation>,
  modules: INestApplicationContext,
): Promise<Operation> {
  const poller = modules.get(OperationPoller, { strict: false });
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof OperationRunningError)) throw error;
      say('Another import has not finished. If it was interrupted, it is finished first.');
      if (!(await poller.finishAbandoned(ROSTER_IMPORT))) throw error;
    }
  }
}

async function start(
  { work, dryRun, confirmed }: ImportArguments,
  modules: INestApplicationContext,
): Promise<Operation> {
  if ('path' in work) {
    const request = { path: work.path, name: basename(work.path), requestedBy: null, dryRun, confirmed };
    return modules.get(RosterImportsService, { strict: false }).start(request);
  }
  const operation = await existing(modules.get(OperationsRepository, { strict: false }), work.undo);
  const reversals = modules.get(OperationReversals, { strict: false });
  return reversals.start(operation, { only: work.only, dryRun, requestedBy: null });
}

async function untilOver(id: string, modules: INestApplicationContext): Promise<Operation> {
  const runner = modules.get(OperationRunner, { strict: false });
  const poller = modules.get(OperationPoller, { strict: false });
  const operations = modules.get(OperationsRepository, { strict: false });
  const display = new ProgressDisplay(process.stderr);
  let looked = performance.now();
  for (;;) {
    const operation = await existing(operations, id);
    display.show(operation);
    if (operation.status !== 'queued' && operation.status !== 'running') {
      display.end();
      // Waits until its input is removed, too.
      await runner.settled(id);
      return operation;
    }
    await delay(POLL_MILLISECONDS);
    if (performance.now() - looked < LOOK_MILLISECONDS) continue;
    looked = performance.now();
    await poller.look();
  }
}

async function existing(operations: OperationsRepository, id: string): Promise<Operation> {
  const operation = await operations.find(id);
  if (!operation) throw new CommandError(`There is no operation ${id} in the store.`);
  return operation;
}

async function tell(
  operation: Operation,
  { work, issuesFile, confirmed }: ImportArguments,
  issues: OperationIssues,
): Promise<void> {
  const { id, status, summary, confirmation, issueCount, errorCode, errorDetail } = operation;
  if (summary && summary.length > 0) process.stdout.write(`${summaryTable(summary)}\n`);
  const shown = await issues.list(id, 0, ISSUES_SHOWN);
  if (shown.length > 0) say(issueLines(shown).join('\n'));
  const more = issueCount - shown.length;
  if (more > 0 && issuesFile === undefined) say(`… and ${more} more: --issues FILE.csv writes them all.`);
  if (issuesFile !== undefined) {
    const all = await issues.list(id, 0, Number.MAX_SAFE_INTEGER);
    await writeFile(issuesFile, issuesCsv(all));
    say(`Wrote ${all.length} of ${issueCount} issues to ${issuesFile}`);
  }
  if (confirmation && !confirmed) say(confirmationLines(confirmation).join('\n'));
  if (status === 'needs_confirmation')
    say('Nothing has changed. Run the import again with --confirm if this is meant.');
  else if (status === 'failed')
    // The issues say why a bundle was refused.
    say(errorCode === REFUSED ? 'Refused: nothing has changed.' : (errorDetail ?? 'The import failed.'));
  else if ('undo' in work) say(endOfUndo(operation));
  else if (status === 'cancelled')
    say('Canceled. What has been imported stays; run the import again for the rest.');
  else say(endOf(operation));
  if (isImported(operation)) say(`To put it back: npm run import -- --undo ${id}`);
}

function isImported({ kind, status, isDryRun }: Operation): boolean {
  return kind === ROSTER_IMPORT && !isDryRun && (status === 'succeeded' || status === 'partly_succeeded');
}

function endOfUndo(operation: Operation): string {
  const { left, rows } = refusedIn(operation);
  const isOne = left === 1;
  if (operation.status === 'cancelled')
    return 'Canceled. What has been put back stays; undo the operation again for the rest.';
  if (operation.isDryRun)
    return `This was a dry run: nothing has changed.${left === 0 ? '' : ` ${rows} would stay as ${isOne ? 'it is' : 'they are'}.`}`;
  return left === 0
    ? 'The rows are put back.'
    : `The rows are put back, but ${rows} ${isOne ? 'stays as it is' : 'stay as they are'}.`;
}

function refusedIn({ summary }: Operation): { left: number; rows: string } {
  const left = (summary ?? []).reduce((sum, counts) => sum + counts.refused, 0);
  return { left, rows: left === 1 ? '1 row' : `${left} rows` };
}

function endOf(operation: Operation): string {
  const { isDryRun, confirmation } = operation;
  const { left: refused, rows } = refusedIn(operation);
  if (!isDryRun) return refused === 0 ? 'The import is done.' : `The import is done, but it refused ${rows}.`;
  const ending = [
    ...(confirmation ? [' The import would wait for a confirmation.'] : []),
    ...(refused > 0 ? [` The import would refuse ${rows}.`] : []),
  ];
  return `This was a dry run: nothing has changed.${ending.join('')}`;
}

function exitCodeOf({ status, errorCode, confirmation, isDryRun }: Operation): number {
  const wouldWait = status === 'needs_confirmation' || (isDryRun && confirmation !== null);
  if (wouldWait || errorCode === REFUSED) return NOTHING_DONE;
  if (status === 'succeeded') return 0;
  return status === 'partly_succeeded' ? ROWS_REFUSED : 1;
}
