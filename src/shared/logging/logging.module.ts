import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
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
        pinoHttp: {
          level: settings.environment === 'test' ? 'silent' : settings.logLevel,
          redact: { paths: SECRETS, censor: '[removed]' },
        },
        forRoutes: [],
      }),
    }),
  ],
})
export class LoggingModule {}
