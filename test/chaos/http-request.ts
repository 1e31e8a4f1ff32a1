import { Agent, request } from 'node:http';

export interface HttpRequest {
  method: string;
  path: string;
  token: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface HttpOutcome {
  status: number;
  /** Seconds. */
  retryAfter: number | undefined;
  /** Parsed, where it is JSON. */
  body: unknown;
}

/** A learner's browser: one kept-alive connection to each replica. */
export class Browser {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 });

  /** Throws when the connection fails, or when there is no whole answer in time. */
  send(port: number, sent: HttpRequest, withinMilliseconds: number): Promise<HttpOutcome> {
    const text = sent.body === undefined ? undefined : JSON.stringify(sent.body);
    const content: Record<string, string> =
      text === undefined
        ? { 'content-length': '0' }
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
    const { promise, resolve, reject } = Promise.withResolvers<HttpOutcome>();
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method: sent.method,
      path: sent.path,
      agent: this.agent,
      headers: {
        authorization: `Bearer ${sent.token}`,
        ...(sent.method === 'GET' ? {} : content),
        ...sent.headers,
      },
    });
    const deadline = setTimeout(() => outgoing.destroy(new TimeoutError()), withinMilliseconds);
    outgoing.on('error', reject).on('close', () => {
      clearTimeout(deadline);
      // After an answer this changes nothing.
      reject(new Error('the connection closed'));
    });
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        const retryAfter = response.headers['retry-after'];
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
          body: parsed(Buffer.concat(chunks).toString()),
        });
      });
    });
    outgoing.end(text);
    return promise;
  }

  /** Sends the request whole, and cuts the connection a moment later, before or after the answer is on its way. */
  async sendAndCut(port: number, sent: HttpRequest, afterMilliseconds: number): Promise<void> {
    const text = JSON.stringify(sent.body);
    const { promise, resolve } = Promise.withResolvers<void>();
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method: sent.method,
      path: sent.path,
      agent: false,
      headers: {
        authorization: `Bearer ${sent.token}`,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(text)),
        ...sent.headers,
      },
    });
    // The error of the cut, or of a server that is gone: all the same to who hears no answer.
    outgoing.on('error', () => undefined).on('close', () => resolve());
    outgoing.end(text, () => setTimeout(() => outgoing.destroy(), afterMilliseconds));
    await promise;
  }

  close(): void {
    this.agent.destroy();
  }
}

export class TimeoutError extends Error {
  readonly code = 'timeout';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
