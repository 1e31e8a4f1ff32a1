import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sentences } from '../errors/errors.sentences';
import { EdgeFault, problemOf } from '../errors/problem.filter';
import { logRefusal } from '../logging/request-log';
import { languageFor } from '../sentences/languages';
import type { Language } from '../sentences/sentence';
import { SECURITY_HEADERS } from './answer-headers';

/** By the code of Node's HTTP parser; any other is a 400. */
const FAULTS: Record<string, EdgeFault> = {
  ERR_HTTP_REQUEST_TIMEOUT: new EdgeFault(408, sentences.requestTooSlow()),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new EdgeFault(413, sentences.chunkExtensionsTooLarge()),
  HPE_HEADER_OVERFLOW: new EdgeFault(431, sentences.headersTooLarge()),
};
const MALFORMED = new EdgeFault(400, sentences.notHttp());
const EXPECTATION = new EdgeFault(417, sentences.unsupportedExpectation());

/** Answers what the router cannot read: a malformed or over-long address. No hook of the application sees those. */
export function answerUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const { status, headers, body } = problemOf(error, request.id, languageFor(request));
  logRefusal({ id: request.id, method: request.method, url: request.url }, status, error.message);
  void reply
    .status(status)
    .headers({ ...SECURITY_HEADERS, ...headers, 'x-request-id': request.id, connection: 'close' })
    .send(JSON.stringify(body));
}

/** Answers what Node's HTTP parser refuses or what came too slowly, and closes the connection. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  refuseConnection(socket, FAULTS[error.code ?? ''] ?? MALFORMED, error.code);
}

/** Answers 408 and closes the connection, where no answer has begun. */
export function refuseSlowBody(socket: Socket): void {
  refuseConnection(socket, FAULTS['ERR_HTTP_REQUEST_TIMEOUT']!, 'slow body');
}

/** Answers an `Expect` that nobody can meet. Node by itself would leave out body and headers. */
export function answerExpectation(request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = refusal(EXPECTATION, 'Expect', languageFor(request));
  response.writeHead(status, headers).end(body);
}

function refuseConnection(socket: Socket, fault: EdgeFault, reason = 'malformed'): void {
  // As Node itself looks: the answer that this connection is owed next.
  const { _httpMessage: owed } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (owed?.req.complete && !owed.destroyed) {
    // The fault is in what came after that request.
    owed.once('close', () => refuseConnection(socket, fault, reason));
    return;
  }
  if (!socket.writable || owed?.headersSent) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = refusal(fault, reason);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
  socket.destroySoon();
}

function refusal(
  fault: EdgeFault,
  reason: string,
  language: Language = 'en',
): { status: number; headers: Record<string, string>; body: string } {
  const id = randomUUID();
  const { status, headers, body } = problemOf(fault, id, language);
  logRefusal({ id }, status, reason);
  const text = JSON.stringify(body);
  return {
    status,
    body: text,
    headers: {
      ...SECURITY_HEADERS,
      ...headers,
      'content-length': String(Buffer.byteLength(text)),
      'x-request-id': id,
      date: new Date().toUTCString(),
      connection: 'close',
    },
  };
}
