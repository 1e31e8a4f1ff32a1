import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Line {
  client: Socket;
  server: Socket;
}

/**
 * The network between application and database. What is frozen is not lost: it arrives when it thaws, even if whoever
 * sent it has given the connection up meanwhile, as it does when a real network comes back.
 */
export class TcpProxy {
  private readonly lines = new Set<Line>();
  private readonly frozen = new Set<Line>();
  /** Whether new connections freeze at once. */
  private isFrozen = false;

  private constructor(
    private readonly listener: Server,
    private readonly targetPort: number,
  ) {
    listener.on('connection', (client) => this.take(client));
  }

  static async before(targetPort: number): Promise<TcpProxy> {
    const listener = createServer({ allowHalfOpen: true });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new TcpProxy(listener, targetPort);
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** Stops what is under way on every connection that is chosen; with `all`, on new ones too. */
  freeze(isChosen: () => boolean, all: boolean): void {
    this.isFrozen = all;
    for (const line of this.lines) if (all || isChosen()) this.hold(line);
  }

  thaw(): void {
    this.isFrozen = false;
    const thawing = [...this.frozen];
    this.frozen.clear();
    for (const line of thawing) {
      const { client, server } = line;
      client.pipe(server);
      server.pipe(client);
      if (client.destroyed) this.end(line, server);
      if (server.destroyed) this.end(line, client);
    }
  }

  /** Resets the connections that are chosen, at both ends. */
  cut(isChosen: () => boolean): void {
    for (const { client, server } of this.lines) if (isChosen()) [client, server].forEach(reset);
  }

  async close(): Promise<void> {
    const closed = once(this.listener, 'close');
    this.listener.close();
    this.cut(() => true);
    await closed;
  }

  private take(client: Socket): void {
    const server = connect({ port: this.targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const line = { client, server };
    this.lines.add(line);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.setNoDelay(true);
      socket.on('error', () => this.end(line, other));
      socket.on('close', () => this.end(line, other));
    }
    client.pipe(server);
    server.pipe(client);
    if (this.isFrozen) this.hold(line);
  }

  private hold(line: Line): void {
    this.frozen.add(line);
    for (const [socket, other] of [
      [line.client, line.server],
      [line.server, line.client],
    ] as const) {
      socket.unpipe(other);
      socket.pause();
    }
  }

  /** The other end of a frozen connection must not notice yet. */
  private end(line: Line, other: Socket): void {
    if (this.frozen.has(line)) return;
    this.lines.delete(line);
    other.destroy();
  }
}

/** A socket that has sent FIN cannot be reset any more; resetting it would leak its handle. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
