/** An input as it was received. */
export interface StoredInput {
  bytes: number;
  /** Of the content, in hexadecimal. */
  sha256: string;
}

/**
 * Keeps what operations work on where every replica finds it, under the id of the operation, until it has ended. Inputs
 * hold personal data: nothing of one stays behind that was cut off, or whose operation is over.
 */
export abstract class OperationInputs {
  /**
   * Keeps the content as it arrives, a piece at a time: whoever sends it slowly holds neither a connection nor a
   * transaction. Where it breaks off, nothing stays.
   *
   * @param operationId of an operation that is still to be started.
   */
  abstract store(operationId: string, content: AsyncIterable<Buffer>): Promise<StoredInput>;

  /** The content, piece by piece; nothing where nothing is kept. */
  abstract read(operationId: string): AsyncIterable<Buffer>;

  abstract remove(operationId: string): Promise<void>;

  /** Removes what belongs to no operation that is still to run, such as what a process left that was killed. */
  abstract removeOrphans(): Promise<void>;
}
