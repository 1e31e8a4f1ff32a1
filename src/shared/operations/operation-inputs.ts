/** Size and hash of an input as it was received. */
export interface StoredInput {
  bytes: number;
  /** Of the content, in hexadecimal. */
  sha256: string;
}

/** An input that is stored for an operation which is to be started. */
export interface ReceivedInput extends StoredInput {
  /** The id that the operation will have. */
  operationId: string;
}

/** What an operation has made. */
export interface StoredResult extends StoredInput {
  resultId: string;
}

/**
 * Keeps the inputs of operations, such as uploaded files, and what they have made, where every replica can read them, under the id of the operation. Inputs
 * hold personal data: they are removed when the upload is cut off and when the operation ends. Declared here because operations are
 * run here; the module of files provides it.
 */
export abstract class OperationInputs {
  /**
   * Stores the content as it arrives, so that a slow sender holds neither a connection nor a transaction. If the content breaks off,
   * what was stored of it is removed. It is removed as well if no operation holds it within hours.
   *
   * @param operationId of an operation that has not been started yet.
   */
  abstract store(operationId: string, content: AsyncIterable<Buffer>): Promise<StoredInput>;

  /**
   * The operation needs the input from now on. To be called in the transaction that adds the operation.
   *
   * @throws UnavailableError (503) if it was removed, because it took so long
   */
  abstract hold(input: ReceivedInput): Promise<void>;

  /**
   * Keeps what an operation has made until the instant, after `store` with an id of its own. To be called in a transaction with the last
   * work of the operation.
   *
   * @throws UnavailableError (503) as `hold`
   */
  abstract keep(madeBy: string, result: StoredResult, until: Date): Promise<void>;

  /** The id of what the operation has made, to be read by; undefined where nothing is kept. */
  abstract resultOf(operationId: string): Promise<string | undefined>;

  /**
   * The content, piece by piece; no pieces where none is held.
   *
   * @throws InputUnavailableError while the storage is away, ReplicaUnableError if it is not in the storage that this process sees
   */
  abstract read(operationId: string): AsyncIterable<Buffer>;

  /** What the storage cannot remove now is removed later. */
  abstract remove(operationId: string): Promise<void>;

  /**
   * Ids of all operations that have one, whether they need it or not. Those of results are among them once they need not be kept any more.
   */
  abstract held(): Promise<string[]>;
}
