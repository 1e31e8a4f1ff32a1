import { MIGRATIONS } from '../migrations';
import { migrate } from '../shared/database/migrate';
import { runCommand, say, withStore } from './command';

/** `npm run migrate`: brings the schema up to date. Safe to run from several places at once. */
void runCommand((settings) =>
  withStore(settings, async ({ target, description }) => {
    const names = await migrate(target, MIGRATIONS, { onProgress: say });
    say(
      names.length === 0
        ? `Nothing to migrate in ${description}`
        : `Migrated ${description}:\n  ${names.join('\n  ')}`,
    );
  }),
);
