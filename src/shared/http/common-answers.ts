import type { OpenAPIObject } from '@nestjs/swagger';
import { isVersioned } from './description/described-headers';
import { type Answer, codesOf, problemAnswer } from './description/described-problems';

interface Parameter {
  in: string;
  name: string;
}

interface Operation {
  security?: object[];
  parameters?: Parameter[];
  requestBody?: object;
  responses: Record<string, Answer | { $ref: string }>;
}

const METHODS = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete'];
/** Of the others the server reads a body, also where the route takes none. */
const WITHOUT_BODY = ['get', 'head'];
const READING = [...WITHOUT_BODY, 'options'];

/**
 * Declares on every operation the errors that follow from what it takes, so that no route has to list them. Where a route
 * has errors of its own with the same status, its answer names both; else the answer is one of the document's components.
 */
export function addCommonAnswers(document: OpenAPIObject): void {
  const components: Record<string, Answer> = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, value] of Object.entries(item as Record<string, unknown>)) {
      if (!METHODS.includes(method)) continue;
      const operation = value as Operation;
      for (const [status, codes] of commonCodes(method, path, operation)) {
        const own = codesOf(operation.responses[status]);
        const isCommon = own.every((code) => codes.includes(code));
        operation.responses[status] = isCommon
          ? reference(components, status, codes)
          : problemAnswer(status, [...new Set([...own, ...codes])]);
      }
      if (method === 'get' && hasVersion(document, operation))
        operation.responses['304'] ??= { description: 'Not Modified: `If-None-Match` names the ETag it has' };
    }
  }
  document.components = { ...document.components, responses: components };
}

/** The codes that any operation which takes the same can answer with, by status. */
function commonCodes(method: string, path: string, operation: Operation): Map<number, string[]> {
  const codes = new Map<number, string[]>();
  const add = (status: number, ...more: string[]): void => {
    codes.set(status, [...(codes.get(status) ?? []), ...more]);
  };
  const takes = (place: string, name: RegExp): boolean =>
    (operation.parameters ?? []).some((parameter) => parameter.in === place && name.test(parameter.name));
  const isPublic = !operation.security?.length;
  const mayHaveBody = !WITHOUT_BODY.includes(method);

  add(400, 'request.malformed');
  add(422, 'request.invalid');
  add(431, 'request.headers_too_large');
  if (takes('path', /Id$/)) add(400, 'request.invalid_id');
  if (takes('path', /./)) add(414, 'request.address_too_long');
  if (takes('query', /^cursor$/)) add(400, 'request.invalid_cursor');
  if (takes('header', /^if-match$/i)) add(400, 'request.invalid_if_match');
  if (takes('header', /^if-match$/i)) add(412, 'request.stale');
  if (takes('header', /^idempotency-key$/i)) {
    add(400, 'request.invalid_idempotency_key');
    add(409, 'request.in_flight');
    add(422, 'request.idempotency_key_reused');
  }
  if (mayHaveBody) {
    add(400, 'request.too_deep');
    add(408, 'request.too_slow');
    add(413, 'request.too_large');
    add(415, 'request.unsupported_content');
  }
  if (!isPublic) add(401, 'auth.not_signed_in');
  // Health checks are not limited, and describe their own 503.
  if (path.startsWith('/health')) return codes;
  add(429, 'request.too_many');
  add(503, 'server.busy');
  if (!READING.includes(method)) {
    add(503, 'server.read_only', 'server.outcome_unknown');
    add(507, 'server.storage_full');
  }
  return codes;
}

/** The component for these codes, which is made when it is first needed. */
function reference(components: Record<string, Answer>, status: number, codes: string[]): { $ref: string } {
  const name = codes.map((code) => pascalCase(code.slice(code.indexOf('.') + 1))).join('Or');
  components[name] ??= problemAnswer(status, codes);
  return { $ref: `#/components/responses/${name}` };
}

function pascalCase(words: string): string {
  return words.replace(/(?:^|_)(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

/** Whether success answers with something that has a version, and so an ETag. */
function hasVersion(document: OpenAPIObject, operation: Operation): boolean {
  const success = operation.responses['200'];
  if (!success || !('content' in success)) return false;
  return isVersioned(document, success.content?.['application/json']?.schema);
}
