import { createHash } from 'node:crypto';
import { TELLING_BYTES } from '../media-types';

/** What is known of content that has passed by. */
export interface Received {
  sha256: Buffer;
  bytes: number;
  /** The first TELLING_BYTES. */
  head: Buffer;
}

/** Looks at content that passes by. */
export class ReceivedContent {
  private readonly digest = createHash('sha256');
  private readonly pieces: Buffer[] = [];
  private bytes = 0;

  async *of(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const piece of content) {
      this.digest.update(piece);
      if (this.bytes < TELLING_BYTES)
        this.pieces.push(Buffer.from(piece.subarray(0, TELLING_BYTES - this.bytes)));
      this.bytes += piece.length;
      yield piece;
    }
  }

  told(): Received {
    return { sha256: this.digest.digest(), bytes: this.bytes, head: Buffer.concat(this.pieces) };
  }
}
