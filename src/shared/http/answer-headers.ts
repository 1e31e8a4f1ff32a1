import type { FastifyReply, FastifyRequest, onRequestHookHandler, onSendHookHandler } from 'fastify';
import { MalformedError } from '../errors/domain-error';
import type { Readiness } from '../health/health.module';
import { sentences } from './http.sentences';

/**
 * What keeps browsers from guessing, framing, caching and leaking what they get: the headers of OWASP's REST Security
 * and HTTP Headers cheat sheets. One policy for the API and for Swagger UI, which styles itself inline.
 */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
  ].join(';'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
};

/** Gives every answer, errors too, its request id and the headers above. Routes may overwrite them. */
export const giveHeaders: onRequestHookHandler = (request, reply, done) => {
  setHeaders(request, reply);
  done();
};

/** For answers that are made before the hook above: Nest's own hooks run earlier and refuse malformed paths. */
export const giveMissingHeaders: onSendHookHandler = (request, reply, payload, done) => {
  if (!reply.hasHeader('x-request-id')) setHeaders(request, reply);
  done(null, payload);
};

function setHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
}

/** HTTP/1.1 requires a Host header (RFC 9112, section 3.2). */
export const requireHost: onRequestHookHandler = ({ raw }, _reply, done) => {
  if (raw.headers.host !== undefined || raw.httpVersion !== '1.1') done();
  else done(new MalformedError('request.malformed', sentences.hostNeeded()));
};

/** A connection kept alive after its last answer would keep an ending process waiting for its timeout. */
export function closeWhileDraining(readiness: Readiness): onSendHookHandler {
  return (_request, reply, payload, done) => {
    if (readiness.isDraining) reply.header('connection', 'close');
    done(null, payload);
  };
}
