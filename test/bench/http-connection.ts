import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

export interface HttpAnswer {
  status: number;
  body: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const ANSWER_WITHIN_MS = 60_000;

/**
 * One kept-alive HTTP/1.1 connection with one request in flight. Load and servers share the machine's cores, so a
 * client that costs more than it must would hide what the servers cost; this one knows just what they answer:
 * bodies with a Content-Length, or none.
 */
export class HttpConnection {
  private received: Buffer[] = [];
  private length = 0;
  /** Bytes of the answer that is arriving; undefined until its head is there. */
  private expected: number | undefined;
  private bodyStart = 0;
  private status = 0;
  private waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy(new Error('no answer within a minute')));
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new HttpConnection(socket);
  }

  close(): void {
    this.socket.destroy();
  }

  request(method: string, path: string, token: string, body?: unknown): Promise<HttpAnswer> {
    if (this.socket.destroyed) return Promise.reject(new Error('the connection is closed'));
    const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`;
    const answer = new Promise<HttpAnswer>((resolve, reject) => (this.waiting = { resolve, reject }));
    if (body === undefined) {
      this.socket.write(method === 'GET' ? `${head}\r\n` : `${head}Content-Length: 0\r\n\r\n`);
    } else {
      const text = JSON.stringify(body);
      const length = Buffer.byteLength(text);
      this.socket.write(`${head}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${text}`);
    }
    return answer;
  }

  private take(chunk: Buffer): void {
    this.received.push(chunk);
    this.length += chunk.length;
    if (this.expected === undefined && !this.readHead()) return;
    if (this.length < (this.expected ?? 0)) return;
    const whole = this.received.length === 1 ? chunk : Buffer.concat(this.received);
    const answer = { status: this.status, body: whole.subarray(this.bodyStart, this.expected) };
    const { waiting } = this;
    this.received = [];
    this.length = 0;
    this.expected = undefined;
    this.waiting = undefined;
    waiting?.resolve(answer);
  }

  private readHead(): boolean {
    const start = this.received.length === 1 ? (this.received[0] as Buffer) : Buffer.concat(this.received);
    const end = start.indexOf(HEAD_END);
    if (end < 0) return false;
    const head = start.toString('latin1', 0, end);
    this.status = Number(head.slice(9, 12));
    this.bodyStart = end + HEAD_END.length;
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined && this.status !== 204 && this.status !== 304) {
      this.socket.destroy(new Error(`an answer without Content-Length: ${head}`));
      return false;
    }
    this.expected = this.bodyStart + Number(length ?? 0);
    return true;
  }

  private fail(error: Error): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.reject(error);
  }
}
