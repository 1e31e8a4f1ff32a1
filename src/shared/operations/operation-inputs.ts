/** Size and hash of an input as it was received. */
export interface StoredInput {
  bytes: number;
  /** Of the content, in hexadecimal. */
  sha256: string;
}

/**
 * Stores the inputs of operations, such as uploaded files, where every replica can read them, under the id of the
 * operation. Inputs hold personal data: they are removed when the upload is cut off and when the operation ends.
 */
export abstract class OperationInputs {
  /**
   * Stores the content piece by piece as it arrives, so that a slow sender holds neither a connection nor a transaction.
   * If the content breaks off, what was stored of it is removed.
   *
   * @param operationId of an operation that has not been started yet.
   */
  abstract store(operationId: string, content: AsyncIterable<Buffer>): Promise<StoredInput>;

  /** The content, piece by piece; no pieces where nothing is stored. */
  abstract read(operationId: string): AsyncIterable<Buffer>;

  abstract remove(operationId: string): Promise<void>;

  /** Removes inputs whose operation has ended or was never started, such as those of a process that was killed. */
  abstract removeOrphans(): Promise<void>;
}
