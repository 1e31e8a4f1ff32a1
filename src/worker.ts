import { startApplication } from './application';
import { say, wordsFor } from './commands/command';
import type { Settings } from './config/settings';
import { listenToPrimary, tellPrimary, type WorkerMessage } from './shared/workers/worker-channel';

/** Sent by a worker: it takes requests, or why it cannot. */
export type WorkerReport = { kind: 'listening'; url: string } | { kind: 'failed'; reason: string };

/** Sent by the primary: finish what is running, and end. */
export const END: WorkerMessage = { kind: 'end' };

/**
 * One of several processes that take requests on one port. The primary decides when it ends; should the primary be
 * gone, Node ends it at once.
 */
export async function runWorker(settings: Settings): Promise<void> {
  // A terminal or a service manager signals all processes at once; workers wait for the primary's message.
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => undefined);
  try {
    const application = await startApplication(settings, say);
    listenToPrimary(({ kind }) => {
      if (kind === END.kind) void endAfter(application.stop());
    });
    await report({ kind: 'listening', url: application.url });
  } catch (error) {
    await report({ kind: 'failed', reason: wordsFor(error) });
    process.exit(1);
  }
}

async function endAfter(stop: Promise<void>): Promise<void> {
  try {
    await stop;
    process.exit(0);
  } catch (error) {
    say(`A worker could not stop: ${String(error)}`);
    process.exit(1);
  }
}

function report(message: WorkerReport): Promise<void> {
  return tellPrimary(message);
}
