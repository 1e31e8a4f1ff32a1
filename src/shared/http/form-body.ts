import { parse } from 'node:querystring';
import type { FastifyRequest } from 'fastify';
import { UnsupportedContentError } from '../errors/domain-error';
import { sentences } from './http.sentences';

export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** OAuth 2 sends its parameters as a form (RFC 6749 §4.3.2); everything else of the API is JSON. */
const FORM_ROUTE = '/v1/auth/token';

/** Parses a form for the one route that takes it; 415 for any other. A parameter sent twice becomes a list. */
export function parseFormBody(
  request: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, parsed?: unknown) => void,
): void {
  if (request.routeOptions.url !== FORM_ROUTE) {
    done(new UnsupportedContentError('request.unsupported_content', sentences.sendJson()));
    return;
  }
  const fields = parse(body.toString());
  // The parser's result has no prototype, so this is an ordinary key; in the copy below it would set the prototype.
  delete fields['__proto__'];
  done(null, { ...fields });
}
