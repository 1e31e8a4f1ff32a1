import { withModules } from '../application';
import { loadSettings, type Settings } from '../config/settings';
import { demoGreeting, frontDoorsOf, ReplayClock, seedDemoSchool, StoreInUseError } from '../demo';
import { MIGRATIONS } from '../migrations';
import { serve } from '../serve';
import { migrate } from '../shared/database/migrate';
import type { Store } from '../shared/database/store';
import { CommandError, readEnvironmentFile, runCommand, say } from './command';

/** `npm run demo`: the application with the demo school, made at the first start, on a store of its own. */
void runCommand(
  (settings) =>
    serve(settings, {
      prepare: (store) => prepare(store, settings),
      greeting: ({ url, store }) => {
        const startAfresh = store.isEmbedded ? `rm -r ${settings.dataDirectory}` : 'empty the database';
        return demoGreeting({ url, store: store.description, startAfresh });
      },
    }),
  demoSettings,
);

/** Everybody knows the passwords of the demo school, so it never runs in production. Requests are not logged. */
function demoSettings(): Settings {
  readEnvironmentFile();
  if (process.env['NODE_ENV'] === 'production')
    throw new CommandError(
      'The demo does not run with NODE_ENV=production: everybody knows its passwords. Use npm start.',
    );
  return loadSettings({ ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] || 'warn' });
}

async function prepare({ target, isEmbedded, description }: Store, settings: Settings): Promise<void> {
  if (!isEmbedded) await migrate(target, MIGRATIONS, { onProgress: say });
  const clock = new ReplayClock();
  const seedingDay = new Date().toISOString().slice(0, 10);
  const onStart = () => say('Making the demo school, which takes a few seconds…');
  try {
    await withModules(
      settings,
      target,
      (modules) => seedDemoSchool(frontDoorsOf(modules), { clock, seedingDay, onStart }),
      clock,
    );
  } catch (error) {
    if (!(error instanceof StoreInUseError)) throw error;
    const remedy = isEmbedded ? 'DATA_DIRECTORY=… names another folder.' : 'Use an empty database.';
    throw new CommandError(`${error.message} It is ${description}, and the demo leaves it alone. ${remedy}`);
  }
}
