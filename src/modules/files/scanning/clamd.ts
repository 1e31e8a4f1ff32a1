import { once } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Logger } from '@nestjs/common';
import { ScannerUnavailableError } from '../files.errors';
import { FileScanner } from './file-scanner';

const FOUND = /^stream: (.+) FOUND$/;

/**
 * ClamAV's daemon, to which the content is sent over a connection of its own (INSTREAM). Its StreamMaxLength must not be less than
 * the largest file.
 */
export class Clamd extends FileScanner {
  private readonly logger = new Logger(Clamd.name);
  private readonly place: NetConnectOpts;

  /**
   * @param address `tcp://host:port` or `unix:///path`
   * @param seconds how long it may take to connect, to take more of the content, and to answer
   */
  constructor(
    address: string,
    private readonly seconds: number,
  ) {
    super();
    const { protocol, hostname, port, pathname } = new URL(address);
    this.place =
      protocol === 'unix:'
        ? { path: decodeURIComponent(pathname) }
        : { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 3310) };
  }

  override async scan(content: () => Promise<Readable>): Promise<string | undefined> {
    const answer = await this.askAbout(await content());
    if (answer === 'stream: OK') return undefined;
    const [, name] = FOUND.exec(answer) ?? [];
    if (name !== undefined) return name;
    return this.fail(new Error(`It answered: ${answer}`));
  }

  /** Ends the content in any case: one that is never read would keep its file or connection open. */
  private async askAbout(content: Readable): Promise<string> {
    try {
      return await this.ask(content as AsyncIterable<Buffer>);
    } finally {
      content.destroy();
    }
  }

  private async ask(content: AsyncIterable<Buffer>): Promise<string> {
    const socket = connect(this.place);
    socket.setTimeout(this.seconds * 1000, () =>
      socket.destroy(new Error(`It did nothing for ${this.seconds} seconds.`)),
    );
    // It may answer before it has read everything, and closes the connection then.
    const answer = text(socket);
    answer.catch(() => undefined);
    try {
      await once(socket, 'connect').catch((error: unknown) => this.fail(error));
      await send(socket, Buffer.from('zINSTREAM\0'));
      for await (const part of content) {
        if (!socket.writable) break;
        await send(socket, lengthOf(part.length));
        await send(socket, part);
      }
      await send(socket, lengthOf(0));
      return (await answer.catch((error: unknown) => this.fail(error))).replace(/\0$/, '');
    } finally {
      socket.destroy();
    }
  }

  private fail(error: unknown): never {
    this.logger.error({ err: error as Error }, 'The virus scanner could not scan a file');
    throw new ScannerUnavailableError({ cause: error });
  }
}

/** Waits where the connection is full. What became of it is seen by whoever reads the answer. */
async function send(socket: Socket, bytes: Buffer): Promise<void> {
  if (!socket.writable || socket.write(bytes)) return;
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]).catch(
    () => undefined,
  );
  over.abort();
}

/** As the protocol writes the length of what follows: four bytes, the highest first. */
function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
