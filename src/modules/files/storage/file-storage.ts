import type { Readable } from 'node:stream';

/** The bytes from `start` to `end`, both included, counted from 0. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Where the bytes of files are. The store knows what they are; this knows only keys, which are ids that the application makes,
 * so that nothing a person typed is ever part of a path. What is under a key never changes.
 */
export abstract class FileStorage {
  /**
   * Stores the content under a new key while it arrives. When it resolves, the content survives a crash of the machine. If the
   * content breaks off, nothing can be read under the key. No part of the content is looked at once the next is asked for, so its
   * memory may be used for something else then.
   *
   * @throws StorageFullError, StorageUnavailableError, or the error of the content
   */
  abstract write(key: string, content: AsyncIterable<Buffer>): Promise<void>;

  /**
   * The content, or a range within it. Read errors come while it is read.
   *
   * @throws StorageUnavailableError, also where nothing is stored under the key
   */
  abstract read(key: string, range?: ByteRange): Promise<Readable>;

  /** Also removes what a write that was cut off left. Does nothing where nothing is stored. */
  abstract remove(key: string): Promise<void>;

  /** In bytes; undefined where nothing is stored under the key. */
  abstract sizeOf(key: string): Promise<number | undefined>;

  /** Every key with its size, in no order, for the comparison with the store. */
  abstract list(): AsyncIterable<{ key: string; bytes: number }>;
}
