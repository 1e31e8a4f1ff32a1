/**
 * The body of a request while it arrives, to be read in pieces. A connection that is cut off ends it as its last byte does, so
 * that what has arrived can be kept.
 */
export class ArrivingBody {
  private readonly source: AsyncIterator<Buffer>;
  private next: Buffer | undefined;
  private read = 0;
  private isOver = false;
  /** Whether the connection was cut off before the end. */
  isCutOff = false;

  /**
   * @param room the most bytes that it may have
   * @param overrun is thrown where it has more
   */
  constructor(
    body: AsyncIterable<Buffer>,
    private readonly room: number,
    private readonly overrun: Error,
  ) {
    this.source = body[Symbol.asyncIterator]();
  }

  /** Waits for the next byte, or the end. */
  async hasMore(): Promise<boolean> {
    while (!this.next && !this.isOver) {
      try {
        const { value, done } = (await this.source.next()) as IteratorResult<Buffer, undefined>;
        if (done) this.isOver = true;
        else if (value.length > 0) this.next = value;
      } catch {
        this.isOver = true;
        this.isCutOff = true;
      }
    }
    return this.next !== undefined;
  }

  /** The next bytes, as many as `most`. Ends earlier where the body does. */
  async *piece(most: number): AsyncGenerator<Buffer, void, undefined> {
    for (let left = most; left > 0 && (await this.hasMore());) {
      const part = this.take(left);
      left -= part.length;
      yield part;
    }
    // Before the last piece is kept, it must be known that nothing follows it.
    if (this.read === this.room && (await this.hasMore())) throw this.overrun;
  }

  private take(most: number): Buffer {
    const bytes = this.next!;
    const part = bytes.subarray(0, most);
    this.next = part.length < bytes.length ? bytes.subarray(part.length) : undefined;
    this.read += part.length;
    if (this.read > this.room) throw this.overrun;
    return part;
  }
}
