import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
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

/** Answers and logs the requests that are refused before a hook of the application sees them. */
export class EdgeAnswers {
  constructor(private readonly logger: Logger) {}

  /** Answers what the router cannot read: a malformed or over-long address. */
  readonly answerUnroutable = (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const { id, method, url } = request;
    const { status, headers, body } = problemOf(error, id, languageFor(request));
    logRefusal(this.logger, { id, method, url }, status, error.message);
    void reply
      .status(status)
      .headers({ ...SECURITY_HEADERS, ...headers, 'x-request-id': id, connection: 'close' })
      .send(JSON.stringify(body));
  };

  /** Answers what Node's HTTP parser refuses or what came too slowly, and closes the connection. */
  readonly answerClientError = (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    this.refuseConnection(socket, FAULTS[error.code ?? ''] ?? MALFORMED, error.code);
  };

  /** Answers 408 and closes the connection, unless an answer has begun. */
  readonly refuseSlowBody = (socket: Socket): void => {
    this.refuseConnection(socket, FAULTS['ERR_HTTP_REQUEST_TIMEOUT']!, 'slow body');
  };

  /** Answers an `Expect` that this server does not meet. Node by itself would answer without body and headers. */
  readonly answerExpectation = (request: IncomingMessage, response: ServerResponse): void => {
    const { status, headers, body } = this.refusal(EXPECTATION, 'Expect', languageFor(request));
    response.writeHead(status, headers).end(body);
  };

  private refuseConnection(socket: Socket, fault: EdgeFault, reason = 'malformed'): void {
    // The answer that is next on this connection; Node itself finds it in this way.
    const { _httpMessage: next } = socket as Socket & { _httpMessage?: ServerResponse | null };
    if (next?.req.complete && !next.destroyed) {
      // The fault is in what came after that request.
      next.once('close', () => this.refuseConnection(socket, fault, reason));
      return;
    }
    if (!socket.writable || next?.headersSent) {
      socket.destroy();
      return;
    }
    const { status, headers, body } = this.refusal(fault, reason);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
    socket.destroySoon();
  }

  private refusal(
    fault: EdgeFault,
    reason: string,
    language: Language = 'en',
  ): { status: number; headers: Record<string, string>; body: string } {
    const id = randomUUID();
    const { status, headers, body } = problemOf(fault, id, language);
    logRefusal(this.logger, { id }, status, reason);
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
}
