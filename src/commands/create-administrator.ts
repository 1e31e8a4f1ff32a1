import { withModules } from '../application';
import type { Settings } from '../config/settings';
import { MIGRATIONS } from '../migrations';
import { type AdministratorToEnsure, IdentityFacade } from '../modules/identity';
import { migrate } from '../shared/database/migrate';
import { argumentsOf, CommandError, runCommand, say, withStore } from './command';
import { readPassword } from './read-password';

const USAGE = `Usage: npm run create-administrator -- --username <name> --email <address>
         [--given-name <name>] [--family-name <name>]
The password is asked for, or read from standard input where that is not a terminal.`;

const DONE = {
  created: 'is now an administrator.',
  updated: 'was there already, and is now an administrator with this password.',
  unchanged: 'is an administrator with this password already.',
};

/** `npm run create-administrator`: makes an administrator, or gives one that is there their role and a password. */
void runCommand(async (settings) => {
  const names = namesFrom(process.argv.slice(2));
  if (names === undefined) return say(USAGE);
  const password = await readPassword(`Password for ${names.username}: `);
  await ensure({ ...names, password }, settings);
});

/** Undefined when only help is wanted. */
function namesFrom(args: string[]): Omit<AdministratorToEnsure, 'password'> | undefined {
  const { values } = parsed(args);
  if (values.help) return undefined;
  const { username, email, 'given-name': givenName, 'family-name': familyName } = values;
  if (username === undefined || email === undefined)
    throw new CommandError(`--username and --email are needed.\n${USAGE}`);
  return {
    username,
    email,
    ...(givenName === undefined ? {} : { givenName }),
    ...(familyName === undefined ? {} : { familyName }),
  };
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const;
  const options = {
    ...{ username: text, email: text, 'given-name': text, 'family-name': text },
    help: { type: 'boolean', short: 'h' },
  } as const;
  return argumentsOf({ args, options }, USAGE);
}

function ensure(administrator: AdministratorToEnsure, settings: Settings): Promise<void> {
  return withStore(settings, async ({ target, isEmbedded }) => {
    // As at the start of the application: nobody else looks after the embedded store.
    if (isEmbedded) await migrate(target, MIGRATIONS, { onProgress: say });
    const outcome = await withModules(settings, target, (modules) =>
      modules.get(IdentityFacade, { strict: false }).ensureAdministrator(administrator),
    );
    say(`${administrator.username} ${DONE[outcome]}`);
  });
}
