import pino from 'pino';
import { type RunningApplication, startApplication, stopOnSignals } from './application';
import { say } from './commands/command';
import type { Settings } from './config/settings';
import type { Store } from './shared/database/store';
import { isWorker } from './shared/workers/worker-channel';
import { runWorker } from './worker';
import { startWorkers } from './workers';

interface Serving {
  /** Works on the migrated store before it takes requests. */
  prepare?: (store: Store) => Promise<void>;
  /** What to say once it does. */
  greeting: (application: RunningApplication) => string;
}

/** Serves until a signal ends it: in this process, or in as many as WORKERS says, which all run this same code. */
export async function serve(settings: Settings, { prepare, greeting }: Serving): Promise<void> {
  if (isWorker()) return runWorker(settings);
  const start = settings.workers === 1 ? startApplication : startWorkers;
  const application = await start(settings, say, prepare);
  stopOnSignals(application, settings);
  void application.store.lost.then((error) => endWithout(settings, error));
  say(greeting(application));
}

/** Without its store nothing can be served. A supervisor can then restart this process. */
function endWithout(settings: Settings, error: Error): never {
  // Synchronous, because the process ends right after this.
  const log = pino({ level: settings.logLevel }, pino.destination({ sync: true }));
  log.fatal({ err: error }, 'The database server has ended and cannot be started again; this process ends');
  process.exit(1);
}
