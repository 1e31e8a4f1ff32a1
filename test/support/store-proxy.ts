import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionTarget } from '../../src/shared/database/data-source';

/** A connection through the proxy: from the application, and on to the server. */
interface Pair {
  near: Socket;
  far: Socket;
}

/** Stands between the application and its database server, and does to their connections what networks do. */
export class StoreProxy {
  private readonly pairs = new Set<Pair>();
  private isFrozen = false;
  private refuses = false;
  private cutAt: { text: string; answer: 'lost' | 'never sent' } | undefined;

  private constructor(
    private readonly folder: string,
    private readonly server: Server,
    /** How to reach the server through the proxy. */
    readonly target: ConnectionTarget,
  ) {}

  static async before(target: ConnectionTarget): Promise<StoreProxy> {
    const folder = mkdtempSync(join(tmpdir(), 'stoa-proxy-'));
    const socketPath = join(folder, 'proxy.sock');
    const server = createServer();
    const { host: _host, port: _port, ...rest } = target;
    const proxy = new StoreProxy(folder, server, { ...rest, socketPath });
    server.on('connection', (near) =>
      proxy.join(near, target.socketPath ? connect(target.socketPath) : connect(target.port!, target.host)),
    );
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    return proxy;
  }

  /** Nothing comes through any more, in either direction, on the connections that stand now. */
  freezeStanding(): void {
    for (const { near, far } of this.pairs) {
      near.pause().removeAllListeners('data');
      far.pause().removeAllListeners('data');
    }
  }

  /** As `freezeStanding`, for those to come as well. */
  freeze(): void {
    this.isFrozen = true;
    this.freezeStanding();
  }

  /** New connections come through again. */
  thaw(): void {
    this.isFrozen = false;
  }

  /** The server is away: connections break, and new ones are closed at once. */
  takeAway(): void {
    this.refuses = true;
    this.cutAll();
  }

  bringBack(): void {
    this.refuses = false;
  }

  cutAll(): void {
    for (const { near, far } of this.pairs) [near, far].forEach((socket) => socket.destroy());
  }

  /** Cuts the next connection that sends the text: before the server gets it, or before its answer comes back. */
  cutAtNext(text: string, answer: 'lost' | 'never sent'): void {
    this.cutAt = { text, answer };
  }

  async stop(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private join(near: Socket, far: Socket): void {
    const pair = { near, far };
    const end = (): void => {
      this.pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    if (this.refuses) return end();
    this.pairs.add(pair);
    if (this.isFrozen) return;
    let isCut = false;
    near.on('data', (data) => {
      if (this.cutAt && data.includes(this.cutAt.text)) {
        const { answer } = this.cutAt;
        this.cutAt = undefined;
        if (answer === 'never sent') return end();
        isCut = true;
      }
      far.write(data);
    });
    far.on('data', (data) => (isCut ? end() : near.write(data)));
  }
}
