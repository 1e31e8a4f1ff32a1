import type { onRequestHookHandler, onSendHookHandler } from 'fastify';
import type { Readiness } from '../health/health.module';

/**
 * What keeps browsers from guessing, framing, caching and leaking what they get: the headers of OWASP's REST Security
 * and HTTP Headers cheat sheets. One policy for the API and for Swagger UI, which styles itself inline.
 */
const SECURITY_HEADERS = {
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

/** Gives every answer, errors too, its request id and the headers above. Routes that know better overwrite them. */
export const giveHeaders: onRequestHookHandler = (request, reply, done) => {
  reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
  done();
};

/** A connection kept alive after its last answer would keep an ending process waiting for its timeout. */
export function closeWhileDraining(readiness: Readiness): onSendHookHandler {
  return (_request, reply, payload, done) => {
    if (readiness.isDraining) reply.header('connection', 'close');
    done(null, payload);
  };
}
