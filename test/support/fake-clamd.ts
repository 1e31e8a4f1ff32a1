import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the fake finds: bytes that ClamAV itself does not know. */
export const BAD_BYTES = Buffer.from('a-harmful-program-of-the-tests');

const COMMAND = 'zINSTREAM\0';

/** Speaks as much of the protocol of ClamAV's daemon as scanning a stream takes. */
export class FakeClamd {
  /** What it was sent, each content whole. */
  readonly scanned: Buffer[] = [];
  /** What it does with what it is sent. */
  manner: 'scans' | 'hangs' | 'dies' | 'refuses the length' = 'scans';
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
    readonly address: string,
  ) {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
      this.read(socket);
    });
  }

  static async start(over: 'tcp' | 'unix' = 'tcp'): Promise<FakeClamd> {
    const folder = mkdtempSync(join(tmpdir(), 'stoa-clamd-'));
    const path = join(folder, 'clamd.ctl');
    const server = createServer();
    await new Promise<void>((resolve) =>
      over === 'tcp' ? server.listen(0, '127.0.0.1', resolve) : server.listen(path, resolve),
    );
    const address =
      over === 'tcp' ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` : `unix://${path}`;
    return new FakeClamd(server, folder, address);
  }

  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private read(socket: Socket): void {
    let bytes = Buffer.alloc(0);
    socket.on('data', (more: Buffer) => {
      bytes = Buffer.concat([bytes, more]);
      if (this.manner === 'dies') return socket.destroy();
      if (this.manner === 'hangs') return undefined;
      if (this.manner === 'refuses the length') return socket.end('INSTREAM size limit exceeded. ERROR\0');
      const content = contentIn(bytes);
      if (!content) return undefined;
      this.scanned.push(content);
      return socket.end(content.includes(BAD_BYTES) ? 'stream: Test.Bad-1 FOUND\0' : 'stream: OK\0');
    });
  }
}

/** The content, once its end is there. */
function contentIn(bytes: Buffer): Buffer | undefined {
  if (bytes.subarray(0, COMMAND.length).toString() !== COMMAND) return undefined;
  const parts: Buffer[] = [];
  for (let at = COMMAND.length; at + 4 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
