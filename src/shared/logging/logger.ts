import type { LoggerService } from '@nestjs/common';
import pino, { destination, type DestinationStream, type Logger } from 'pino';
import type { Settings } from '../../config/settings';

/** What must never reach a log, in whatever object it is. */
const SECRETS = [
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["idempotency-key"]',
  'res.headers["set-cookie"]',
  '*.password',
  '*.passwordHash',
  '*.token',
  '*.refreshToken',
  'err.parameters',
  'err.sql',
];

/** The log of the process: JSON lines on standard output, with secrets removed. */
export function createLogger(settings: Settings): Logger {
  return pino(
    {
      level: settings.environment === 'test' ? 'silent' : settings.logLevel,
      redact: { paths: SECRETS, censor: '[removed]' },
    },
    outputOf(settings),
  );
}

/**
 * Standard output. In production it is written 4 KB at a time, every second, and when the process ends: a write for
 * each line takes longer than most of the requests that the lines are about. A process that is killed with SIGKILL may
 * lose the lines of its last second.
 */
function outputOf({ environment }: Settings): DestinationStream {
  return environment === 'production'
    ? destination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 1000 })
    : destination(1);
}

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Writes what Nest and our providers log by Nest's `Logger` to the log of the process. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  fatal = (message: unknown, ...rest: unknown[]): void => this.write('fatal', message, rest);
  error = (message: unknown, ...rest: unknown[]): void => this.write('error', message, rest);
  warn = (message: unknown, ...rest: unknown[]): void => this.write('warn', message, rest);
  log = (message: unknown, ...rest: unknown[]): void => this.write('info', message, rest);
  debug = (message: unknown, ...rest: unknown[]): void => this.write('debug', message, rest);
  verbose = (message: unknown, ...rest: unknown[]): void => this.write('trace', message, rest);

  /** Nest gives a text or an object, then more, and last the name of the logger: `({ err }, 'It failed', 'Outbox')`. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    const [next] = rest.slice(0, -1);
    if (message instanceof Error) this.logger[level]({ context, err: message }, message.message);
    else if (typeof message === 'object')
      this.logger[level]({ context, ...message }, next as string | undefined);
    // Nest's own errors come as a text and a stack.
    else this.logger[level]({ context, ...(next === undefined ? {} : { stack: next }) }, message as string);
  }
}
