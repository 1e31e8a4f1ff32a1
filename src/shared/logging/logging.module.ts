import type { IncomingMessage } from 'node:http';
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

/** JSON logs on standard output, one line a request, secrets removed. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (settings: Settings) => ({
        pinoHttp: {
          level: settings.environment === 'test' ? 'silent' : settings.logLevel,
          redact: { paths: SECRETS, censor: '[removed]' },
          genReqId: (request: IncomingMessage) => (request as { id?: string }).id ?? '',
          // A query may carry what somebody searched for; the path is enough to follow a request.
          serializers: {
            req: (request: { id: unknown; method: string; url: string }) => ({
              id: request.id,
              method: request.method,
              path: request.url.split('?')[0],
            }),
            res: (response: { statusCode: number }) => ({ statusCode: response.statusCode }),
          },
          autoLogging: { ignore: (request: IncomingMessage) => (request.url ?? '').startsWith('/health') },
        },
      }),
    }),
  ],
})
export class LoggingModule {}
