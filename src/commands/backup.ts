import { backUp, BackupError, verify } from '../backup';
import { openFileStorage } from '../modules/files';
import { argumentsOf, CommandError, runCommand, say, withStore } from './command';

const USAGE = `Usage: npm run backup -- --to FOLDER [--like EARLIER]
       npm run backup -- --verify FOLDER
Saves database and files together, as they are at one instant, while people go on working. FOLDER must not exist yet.
  --like EARLIER   an earlier backup on the same disk: files that it has are linked and not copied
  --verify         reads a backup and says what is wrong with it
Exits with 1 if anything is.`;

/** `npm run backup`. */
void runCommand(async (settings) => {
  const { to, like, verify: verified, help } = wishFrom(process.argv.slice(2));
  if (help) return void say(USAGE);
  const faults: string[] = [];
  try {
    if (verified !== undefined) faults.push(...(await verify(verified)));
    else if (to === undefined) throw new CommandError(USAGE);
    else
      await withStore(settings, async ({ target }) => {
        faults.push(...(await backUp({ target, storage: openFileStorage(settings), to, like, say })));
      });
  } catch (error) {
    throw error instanceof BackupError ? new CommandError(error.message) : error;
  }
  faults.forEach(say);
  say(
    faults.length === 0
      ? 'The backup is whole: every row and every byte was read again.'
      : 'The backup is damaged.',
  );
  return faults.length === 0 ? 0 : 1;
});

function wishFrom(args: string[]) {
  const options = {
    to: { type: 'string' },
    like: { type: 'string' },
    verify: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  return argumentsOf({ args, options }, USAGE).values;
}
