import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from '../errors/problem.filter';
import { logRefusal } from '../logging/request-log';
import { SECURITY_HEADERS } from './answer-headers';

/** What is refused before there is a request that a route could see. */
class EdgeFault extends Error {
  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** By the code of Node's HTTP parser; any other is a 400. */
const FAULTS: Record<string, EdgeFault> = {
  ERR_HTTP_REQUEST_TIMEOUT: new EdgeFault(408, 'The request did not arrive in time. Send it again.'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new EdgeFault(413, 'The chunk extensions of the body are too large.'),
  HPE_HEADER_OVERFLOW: new EdgeFault(431, 'Address and headers are too large together; send at most 16 KB.'),
};
const MALFORMED = new EdgeFault(400, 'This is no well-formed HTTP/1.1 request.');
const EXPECTATION = new EdgeFault(417, 'Of Expect, only 100-continue can be met.');

/** Answers what the router cannot read: a malformed or over-long address. No hook of the application sees those. */
export function answerUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const { status, headers, body } = problemOf(error, request.id);
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
  refuseConnection(socket, FAULTS['ERR_HTTP_REQUEST_TIMEOUT']!, 'the body came too slowly');
}

/** Answers an `Expect` that nobody can meet. Node by itself would leave out body and headers. */
export function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = refusal(EXPECTATION, 'Expect');
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
): { status: number; headers: Record<string, string>; body: string } {
  const id = randomUUID();
  const { status, headers, body } = problemOf(fault, id);
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
