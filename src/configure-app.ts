import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import { VersioningType } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, RawServerDefault } from 'fastify';
import { SETTINGS } from './config/config.module';
import type { Settings } from './config/settings';
import { overrideMethod, speakTus } from './modules/files';
import {
  closeWhileDraining,
  giveHeaders,
  giveMissingHeaders,
  requireHost,
} from './shared/http/answer-headers';
import { refuseDeepBody } from './shared/http/body-depth';
import { READABLE_HEADERS } from './shared/http/description/described-headers';
import { EdgeAnswers } from './shared/http/edge-answers';
import { believeAddressesOnly, trustedBy } from './shared/http/forwarded-for';
import { FORM_TYPE, parseFormBody } from './shared/http/form-body';
import { HttpAdapter } from './shared/http/http-adapter';
import { JSON_TYPE, jsonBodyParser } from './shared/http/json-body';
import { RequestLimiter } from './shared/http/rate-limit';
import { Readiness } from './shared/health/health.module';
import { buildOpenApi, serveOpenApi } from './shared/http/openapi';
import { declareRequestFields } from './shared/http/request-fields';
import { RouteTable } from './shared/http/route-table';
import { createLogger, NestLogger } from './shared/logging/logger';
import { RequestLog } from './shared/logging/request-log';

/** The HTTP server under Nest. A request keeps the id that its caller gave it if that is well-formed. */
export function createHttpAdapter(settings: Settings): HttpAdapter {
  const requestTimeout = settings.requestSeconds * 1000;
  const logger = createLogger(settings);
  const edge = new EdgeAnswers(logger);
  const requestLog = new RequestLog(logger);
  const options: FastifyHttpOptions<RawServerDefault> = {
    trustProxy: trustedBy(settings.trustProxy),
    // A request without Host is refused in our own form, by a hook.
    http: {
      requireHostHeader: false,
      headersTimeout: settings.headersSeconds * 1000,
      requestTimeout,
      // How often Node looks for requests that have taken too long; every half minute unless told.
      connectionsCheckingInterval: 1000,
    },
    requestTimeout,
    keepAliveTimeout: settings.keepAliveSeconds * 1000,
    loggerInstance: logger,
    logController: requestLog,
    // One for all requests: to make one for each takes time, and lines name the request themselves.
    childLoggerFactory: (parent) => parent,
    frameworkErrors: edge.answerUnroutable,
    clientErrorHandler: edge.answerClientError,
    bodyLimit: settings.bodyLimitKilobytes * 1024,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    rewriteUrl: overrideMethod,
    requestIdHeader: false,
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) => {
      const sent = request.headers['x-request-id'];
      return typeof sent === 'string' && /^[\w.:-]{1,128}$/.test(sent) ? sent : randomUUID();
    },
  };
  const adapter = new HttpAdapter(options, settings.bodySeconds, logger, edge);
  const fastify = adapter.getInstance();
  requestLog.logAborts(fastify);
  fastify.addHook('onRequest', giveHeaders).addHook('onSend', giveMissingHeaders);
  fastify.addHook('onRequest', requireHost);
  if (settings.trustProxy !== false) fastify.addHook('onRequest', believeAddressesOnly);
  fastify.addHook('onRequest', RouteTable.of(fastify).refuseWrongMethod);
  fastify.server.on('checkExpectation', edge.answerExpectation);
  // Fastify takes plain text by itself, which no route of ours does.
  fastify.removeContentTypeParser('text/plain');
  return adapter;
}

/** The addresses: /v1 before every route that does not say otherwise. */
export function configureRoutes(app: NestFastifyApplication): void {
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
}

/** Everything between the socket and the modules, the same for the process and for every integration test. */
export async function configureApp(app: NestFastifyApplication): Promise<void> {
  const settings = app.get<Settings>(SETTINGS);
  app.useLogger(new NestLogger((app.getHttpAdapter() as unknown as HttpAdapter).log));
  configureRoutes(app);
  if (settings.corsOrigins.length > 0) {
    app.enableCors({
      origin: settings.corsOrigins,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowedHeaders: [
        'authorization',
        'content-type',
        'idempotency-key',
        'if-match',
        'if-none-match',
        // W3C Trace Context: front ends that trace send them with every request.
        'traceparent',
        'tracestate',
        'x-request-id',
        ...['tus-resumable', 'upload-length', 'upload-offset', 'upload-metadata', 'upload-checksum'],
        'x-http-method-override',
      ],
      exposedHeaders: READABLE_HEADERS,
      maxAge: 600,
    });
  }
  await app.register(multipart, {
    limits: { files: 1, fileSize: settings.uploadLimitMegabytes * 1024 * 1024 },
  });
  const fastify = app.getHttpAdapter().getInstance();
  app.useBodyParser(JSON_TYPE, {}, jsonBodyParser(fastify));
  app.useBodyParser(FORM_TYPE, {}, parseFormBody);
  speakTus(fastify);
  declareRequestFields(fastify);
  fastify
    .addHook('onRequest', app.get(RequestLimiter, { strict: false }).hook)
    .addHook('preValidation', refuseDeepBody)
    .addHook('onSend', closeWhileDraining(app.get(Readiness, { strict: false })));
  serveOpenApi(app, () => buildOpenApi(app));
}
