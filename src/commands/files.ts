import { withModules } from '../application';
import type { Settings } from '../config/settings';
import { FILE_FAULTS, FileCheck, type FileFault } from '../modules/files';
import { argumentsOf, CommandError, runCommand, say, withStore } from './command';

const USAGE = `Usage: npm run files -- check [--read-all]
Compares the store with the storage of files, both ways, and changes nothing. A line for each fault on standard output:
  missing KEY   the store has this content, the storage has not
  damaged KEY   what is stored has another length, or with --read-all another hash
  unknown KEY   the storage has it, and the store knows nothing of it
Exits with 1 if there are any.`;

/** `npm run files -- check`. */
void runCommand(async (settings) => {
  const wish = wishFrom(process.argv.slice(2));
  if (wish === undefined) {
    say(USAGE);
    return 0;
  }
  return check(settings, wish.readsAll);
});

/** Undefined when only help is wanted. */
function wishFrom(args: string[]): { readsAll: boolean } | undefined {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  if (positionals.length !== 1 || positionals[0] !== 'check') throw new CommandError(USAGE);
  return { readsAll: values['read-all'] ?? false };
}

function parsed(args: string[]) {
  const options = { 'read-all': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  return argumentsOf({ args, options, allowPositionals: true }, USAGE);
}

async function check(settings: Settings, readsAll: boolean): Promise<number> {
  const counts = new Map<FileFault['fault'], number>();
  await withStore(settings, ({ target }) =>
    withModules(settings, target, async (modules) => {
      const files = modules.get(FileCheck, { strict: false });
      for await (const { fault, key } of files.faults({ readsAll })) {
        process.stdout.write(`${fault} ${key}\n`);
        counts.set(fault, (counts.get(fault) ?? 0) + 1);
      }
    }),
  );
  say(
    counts.size === 0
      ? 'The store and the storage of files agree.'
      : FILE_FAULTS.map((fault) => `${fault}: ${counts.get(fault) ?? 0}`).join(', '),
  );
  return counts.size === 0 ? 0 : 1;
}
