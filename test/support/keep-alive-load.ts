import { connect, type Socket } from 'node:net';

const REQUEST = 'GET /health/live HTTP/1.1\r\nHost: stoa.example\r\n\r\n';

/** The kept-alive connections of one client, one after another, to a server that may end at any time. */
class LoadClient {
  answered = 0;
  /** Requests that were sent on an open connection and got no answer. */
  lost = 0;
  /** New connections that got an answer. */
  connected = 0;

  constructor(
    private readonly port: number,
    /** Between an answer and the next request, at most, in milliseconds. */
    private readonly longestPause: number,
    private readonly mayConnect: () => boolean,
  ) {}

  /** Runs until no connection may be opened any more and the last one is closed. */
  async run(): Promise<void> {
    while (this.mayConnect()) {
      const socket = await open(this.port);
      if (socket) await this.use(socket);
    }
  }

  private async use(socket: Socket): Promise<void> {
    let received = '';
    let wake = (): void => undefined;
    let isClosed = false;
    const woken = (): Promise<void> => new Promise((resolve) => (wake = resolve));
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
      wake();
    });
    socket.once('close', () => {
      isClosed = true;
      wake();
    });
    for (let requests = 0; !isClosed; requests += 1) {
      received = '';
      socket.write(REQUEST);
      while (!isClosed && !isWhole(received)) await woken();
      if (!isWhole(received)) {
        this.lost += 1;
        break;
      }
      this.answered += 1;
      if (requests === 0) this.connected += 1;
      if (/^connection: close$/im.test(received)) break;
      const pauseMilliseconds = Math.random() * this.longestPause;
      if (pauseMilliseconds >= 1) await new Promise((resume) => setTimeout(resume, pauseMilliseconds));
    }
    socket.destroy();
  }
}

export interface LoadOutcome {
  answered: number;
  lost: number;
  connected: number;
}

/**
 * Sends requests on as many kept-alive connections at once, some at once after an answer, some after a while. As a load
 * balancer does, it opens new connections as long as `mayConnect` says so, and uses those that are open until they are
 * told to close.
 */
export class KeepAliveLoad {
  private readonly clients: LoadClient[];
  /** Resolves when the last connection is closed. */
  readonly ended: Promise<unknown>;

  constructor(url: string, connections: number, mayConnect: () => boolean) {
    const port = Number(new URL(url).port);
    this.clients = Array.from(
      { length: connections },
      (_, index) => new LoadClient(port, (index % 4) * 50, mayConnect),
    );
    this.ended = Promise.all(this.clients.map((client) => client.run()));
  }

  /** So far. */
  get outcome(): LoadOutcome {
    const sum = (of: (client: LoadClient) => number): number =>
      this.clients.reduce((total, client) => total + of(client), 0);
    return {
      answered: sum(({ answered }) => answered),
      lost: sum(({ lost }) => lost),
      connected: sum(({ connected }) => connected),
    };
  }
}

function open(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket));
    // A refused or broken connection shows in the outcome of its request.
    socket.on('error', () => resolve(undefined));
  });
}

function isWhole(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n');
  const length = Number(/^content-length: (\d+)$/im.exec(text)?.[1] ?? 0);
  return headEnd >= 0 && text.length >= headEnd + 4 + length;
}
