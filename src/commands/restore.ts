import { withModules } from '../application';
import { BackupError, restore } from '../backup';
import { FileCheck, openFileStorage } from '../modules/files';
import { argumentsOf, CommandError, runCommand, say, withStore } from './command';

const USAGE = `Usage: npm run restore -- --from FOLDER [--replace]
Puts a backup into an empty database and an empty storage of files, and compares the two afterwards. Stop Stoa first.
  --replace   removes what is in both now`;

/** `npm run restore`. */
void runCommand(async (settings) => {
  const { from, replace = false, help } = wishFrom(process.argv.slice(2));
  if (help) return void say(USAGE);
  if (from === undefined) throw new CommandError(USAGE);
  let faults = 0;
  await withStore(settings, async ({ target }) => {
    try {
      await restore({ target, storage: openFileStorage(settings), from, replaces: replace, say });
    } catch (error) {
      throw error instanceof BackupError ? new CommandError(error.message) : error;
    }
    await withModules(settings, target, async (modules) => {
      for await (const { fault, key } of modules
        .get(FileCheck, { strict: false })
        .faults({ readsAll: true })) {
        say(`${fault} ${key}`);
        faults += 1;
      }
    });
  });
  say(faults === 0 ? 'The store and the storage of files agree.' : `Faults of files: ${faults}`);
  return faults === 0 ? 0 : 1;
});

function wishFrom(args: string[]) {
  const options = {
    from: { type: 'string' },
    replace: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  return argumentsOf({ args, options }, USAGE).values;
}
