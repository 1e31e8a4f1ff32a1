import type { Readable, Writable } from 'node:stream';

/*
 * Memory of large content that is given back as soon as it was used. Otherwise it would come back with a garbage collection, for
 * which V8 waits until there are up to 64 MB of such parts.
 */

/**
 * The content, each part of which is given back when the next is asked for. To be given only to readers that look at no part
 * after that, such as `FileStorage.write`, and only content that nobody else has.
 */
export async function* givenBack(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  for await (const part of content) {
    yield part;
    giveBack(part);
  }
}

/** The same stream. Piped, as Fastify sends what it answers, it gives each part back when the connection has taken it. */
export function givenBackWhenSent(content: Readable): Readable {
  content.pipe = <T extends NodeJS.WritableStream>(target: T): T => {
    // Whoever pipes watches both streams, and hears of their errors from them.
    sendAll(content as AsyncIterable<Buffer>, target as unknown as Writable).catch(() => undefined);
    return target;
  };
  return content;
}

async function sendAll(content: AsyncIterable<Buffer>, target: Writable): Promise<void> {
  for await (const part of content) {
    await new Promise<void>((resolve, reject) =>
      target.write(part, (error) => (error ? reject(error) : resolve())),
    );
    giveBack(part);
  }
  target.end();
}

function giveBack(part: Buffer): void {
  // What is only a piece of a larger memory, such as of the pool of small buffers, is shared with others.
  if (part.length === part.buffer.byteLength) (part.buffer as ArrayBuffer).transfer(0);
}
