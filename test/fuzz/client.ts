import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

/** A request as it goes over the wire. */
export interface Sent {
  method: string;
  /** Path and query, as they are sent. */
  target: string;
  headers: Record<string, string>;
  body?: Buffer;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** The content type without its parameters; empty without a body. */
  type: string;
  text: string;
  /** Parsed JSON where it is JSON. */
  body: unknown;
}

/** The server gave no answer: it hung up, or was silent for too long. */
export class NoAnswer extends Error {}

/** Sends requests to one server over kept-alive connections, whatever they hold. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true });

  /** Silence of so many milliseconds counts as a hang. */
  constructor(
    readonly origin: string,
    private readonly patience: number,
  ) {}

  async send(sent: Sent): Promise<Answer> {
    try {
      return await this.sendOnce(sent);
    } catch (error) {
      // The server may close an idle connection at the very moment at which it is used again.
      if (error instanceof NoAnswer && error.cause === 'reused') return this.sendOnce(sent);
      throw error;
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private sendOnce({ method, target, headers, body }: Sent): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(this.origin);
      const length = body === undefined ? {} : { 'content-length': String(body.length) };
      const outgoing = request({
        ...{ agent: this.agent, hostname, port, method, path: target },
        headers: { ...headers, ...length },
      });
      const clock = setTimeout(() => {
        outgoing.destroy();
        reject(new NoAnswer(`no answer within ${this.patience} ms`));
      }, this.patience);
      outgoing.on('response', (incoming) => {
        read(incoming)
          .then(resolve, (error: Error) => reject(new NoAnswer(`the answer broke off: ${error.message}`)))
          .finally(() => clearTimeout(clock));
      });
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(clock);
        reject(
          new NoAnswer(`no answer, but ${error.code ?? error.message}`, {
            cause: outgoing.reusedSocket ? 'reused' : error,
          }),
        );
      });
      outgoing.end(body);
    });
  }
}

async function read(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const type = (incoming.headers['content-type'] ?? '').replace(/;.*$/, '').trim().toLowerCase();
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    type,
    text,
    body: type.endsWith('json') ? parsed(text) : undefined,
  };
}

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const MAX_SHOWN = 2000;

/** The request as a shell command, with the name of the caller in place of a token, which is invalid after the run. */
export function curlLine(origin: string, { method, target, headers, body }: Sent, whose?: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const parts = ['curl', '-i', '-X', method, '--path-as-is', quoted(origin + target)];
  for (const [name, value] of Object.entries(headers)) {
    const isToken = name === 'authorization' && whose !== undefined;
    parts.push('-H', quoted(`${name}: ${isToken ? `Bearer <${whose}>` : value}`));
  }
  if (body !== undefined) {
    const text = body.toString('utf8');
    const isText = Buffer.from(text).equals(body) && !text.includes('\0');
    const shown =
      text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${body.length} bytes in all)` : text;
    parts.push('--data-binary', isText ? quoted(shown) : `<(base64 -d <<< ${body.toString('base64')})`);
  }
  return parts.join(' ');
}
