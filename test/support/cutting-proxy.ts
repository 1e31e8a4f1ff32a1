import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A bad network before a server: it breaks a connection when the client has sent so many bytes on it. */
export class CuttingProxy {
  private readonly sockets = new Set<Socket>();
  /** How many connections were broken. */
  cuts = 0;

  private constructor(
    private readonly server: Server,
    /** For each connection to come, after how many bytes it breaks. Those after the last one are left alone. */
    private readonly cutsAfter: number[],
  ) {}

  static async before(port: number, cutsAfter: readonly number[]): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server, [...cutsAfter]);
    server.on('connection', (near) => proxy.join(near, connect(port, '127.0.0.1')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket, far: Socket): void {
    const end = (): void => {
      near.destroy();
      far.destroy();
      this.sockets.delete(near);
      this.sockets.delete(far);
    };
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    let sent = 0;
    near.on('data', (bytes: Buffer) => {
      sent += bytes.length;
      const [limit = Infinity] = this.cutsAfter;
      if (sent > limit) {
        this.cutsAfter.shift();
        this.cuts += 1;
        // What was sent before arrives; the rest does not.
        far.end(bytes.subarray(0, Math.max(0, bytes.length - (sent - limit))));
        near.pause().removeAllListeners('close').destroy();
        this.sockets.delete(near);
        return;
      }
      if (!far.write(bytes)) {
        near.pause();
        far.once('drain', () => near.resume());
      }
    });
    far.pipe(near);
  }
}
