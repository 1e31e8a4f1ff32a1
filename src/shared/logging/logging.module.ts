import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { type DestinationStream, destination } from 'pino';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';

/** What must never reach a log, wherever it stands. */
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

/** JSON logs on standard output, secrets removed. Requests are logged by `request-log.ts`, not by middleware. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (settings: Settings) => ({
        pinoHttp: [
          {
            level: settings.environment === 'test' ? 'silent' : settings.logLevel,
            redact: { paths: SECRETS, censor: '[removed]' },
          },
          outputOf(settings),
        ],
        forRoutes: [],
      }),
    }),
  ],
})
export class LoggingModule {}

/**
 * Standard output. In production it is written 4 KB at a time and every second, also when the process ends: a write for
 * each line takes longer than most of what the line tells of. A process that is killed outright may owe the last second.
 */
function outputOf({ environment }: Settings): DestinationStream {
  return environment === 'production'
    ? destination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 1000 })
    : destination(1);
}
