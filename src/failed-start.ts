import pino from 'pino';
import { say, wordsFor } from './commands/command';

/**
 * Tells why the process cannot start: in production as a log line like all others, for those who collect them; else in
 * plain words to the person at the terminal. Not by a setting, since settings may be what is wrong.
 */
export function tellFailedStart(error: unknown): void {
  if (process.env['NODE_ENV'] !== 'production') return say(wordsFor(error));
  // Written at once: the process ends with the next line.
  const log = pino({ level: 'fatal' }, pino.destination({ fd: 1, sync: true }));
  log.fatal({ err: error }, `The process cannot start. ${wordsFor(error)}`);
}
