import './compile-cache';
import './young-objects';
import { readSettings, runCommand } from './commands/command';
import { tellFailedStart } from './failed-start';
import { serve } from './serve';

void runCommand(
  (settings) =>
    serve(settings, {
      greeting: ({ url, store }) =>
        `Stoa listens on ${url} (API description: ${url}/docs), store: ${store.description}`,
    }),
  readSettings,
  tellFailedStart,
);
