import pino from 'pino';
import { say, wordsFor } from './commands/command';

/**
 * Reports why the process cannot start: in production as a log line, otherwise as a message at the terminal. This does
 * not depend on the settings, which may be invalid.
 */
export function tellFailedStart(error: unknown): void {
  if (process.env['NODE_ENV'] !== 'production') return say(wordsFor(error));
  // Synchronous, because the process ends right after this.
  const log = pino({ level: 'fatal' }, pino.destination({ fd: 1, sync: true }));
  log.fatal({ err: error }, `The process cannot start. ${wordsFor(error)}`);
}
