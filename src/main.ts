import { startApplication, stopOnSignals } from './application';
import { runCommand, say } from './commands/command';

void runCommand(async (settings) => {
  const application = await startApplication(settings, say);
  stopOnSignals(application, settings);
  say(
    `Stoa listens on ${application.url} (API description: ${application.url}/docs), store: ${application.store.description}`,
  );
});
