import { connect, type Socket } from 'node:net';

/** An answer as it came over the wire. `body` is parsed JSON where it is JSON. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  // What a test asserts on is the shape it expects.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** A connection that sends bytes as they are, well-formed or not. */
export class RawConnection {
  private received = '';
  /** Resolves when the server has closed the connection, or cut it off. */
  readonly closed: Promise<void>;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
    // A reset counts as closed; what was received before is what matters.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      socket.once('error', reject).once('connect', () => resolve(new RawConnection(socket)));
    });
  }

  /** Sends lines as HTTP ends them, an empty one at the end. */
  head(...lines: string[]): void {
    this.send(`${lines.join('\r\n')}\r\n\r\n`);
  }

  send(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** What has come, once the connection is closed; undefined where nothing came. */
  async lastAnswer(): Promise<RawAnswer | undefined> {
    await this.closed;
    return parseAnswer(this.received);
  }

  /** The first answer, once it is there in full. */
  get answer(): RawAnswer | undefined {
    return parseAnswer(this.received);
  }

  end(): void {
    this.socket.destroy();
  }
}

/** One answer with a Content-Length; undefined while it is not all there. */
function parseAnswer(text: string): RawAnswer | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const bytes = text.slice(headEnd + 4);
  const length = Number(headers['content-length'] ?? 0);
  if (bytes.length < length) return undefined;
  const content = Buffer.from(bytes.slice(0, length), 'latin1').toString();
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    body: headers['content-type']?.includes('json') && content !== '' ? JSON.parse(content) : content,
  };
}
