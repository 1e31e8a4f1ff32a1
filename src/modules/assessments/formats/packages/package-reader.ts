import { type Entry, fromBufferPromise, getFileNameLowLevel, validateFileName, type ZipFile } from 'yauzl';
import { QuestionFileUnreadableError } from '../formats.errors';
import { sentences } from '../formats.sentences';

const SIGN = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const MOST_ENTRIES = 25_000;
const MOST_ENTRY_BYTES = 10 * 1024 * 1024;
/** Of all that is read, one file after another. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Questions compress at 20:1 at most, zip bombs at almost 1000:1. */
const MOST_RATIO = 100;
const RATIO_FREE_BYTES = 256 * 1024;
const FILE_TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/**
 * The files of a zip archive, read one by one from memory. Nothing is written to a disk. A path that leaves the archive, a link, or
 * sizes that no questions have refuse the whole of it. What is declared bounds what is read: inflating stops at the first byte more.
 */
export class PackageReader {
  private readBytes = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  static isPackage(bytes: Buffer): boolean {
    return bytes.subarray(0, SIGN.length).equals(SIGN);
  }

  /** Throws QuestionFileUnreadableError. */
  static async open(bytes: Buffer): Promise<PackageReader> {
    try {
      const zip = await fromBufferPromise(bytes, {
        ...{ decodeStrings: false, validateEntrySizes: true, lazyEntries: true },
      });
      if (zip.entryCount > MOST_ENTRIES)
        throw new QuestionFileUnreadableError(sentences.packageEntries({ most: MOST_ENTRIES }));
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
        const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
        requireSafe(entry, name);
        if (!name.endsWith('/')) entries.set(name, entry);
      }
      return new PackageReader(zip, entries);
    } catch (error) {
      throw asUnreadable(error);
    }
  }

  /** The paths of all files. */
  get names(): string[] {
    return [...this.entries.keys()];
  }

  /** Undefined for a file that is not there. Throws QuestionFileUnreadableError. */
  async read(name: string): Promise<Buffer | undefined> {
    const entry = this.entries.get(name);
    if (!entry) return undefined;
    this.readBytes += entry.uncompressedSize;
    if (this.readBytes > MOST_BYTES)
      throw new QuestionFileUnreadableError(sentences.packageTooLarge({ megabytes: MOST_BYTES / 2 ** 20 }));
    const pieces: Buffer[] = [];
    try {
      const stream = await this.zip.openReadStreamPromise(entry);
      for await (const piece of stream as AsyncIterable<Buffer>) pieces.push(piece);
    } catch (error) {
      throw asUnreadable(error);
    }
    return Buffer.concat(pieces);
  }

  /** Counts from the beginning again what is read. */
  rewind(): void {
    this.readBytes = 0;
  }
}

function requireSafe(entry: Entry, name: string): void {
  const { uncompressedSize, compressedSize, externalFileAttributes } = entry;
  const file = name.slice(0, 200).toWellFormed();
  const isLink = ((externalFileAttributes >>> 16) & FILE_TYPE_MASK) === SYMBOLIC_LINK;
  if (name === '' || name.includes('\0') || validateFileName(name) !== null || isLink)
    throw new QuestionFileUnreadableError(sentences.packagePath({ file }));
  if (entry.isEncrypted()) throw new QuestionFileUnreadableError(sentences.packageEncrypted({ file }));
  if (uncompressedSize > MOST_ENTRY_BYTES)
    throw new QuestionFileUnreadableError(
      sentences.packageEntryTooLarge({ file, megabytes: MOST_ENTRY_BYTES / 2 ** 20 }),
    );
  if (uncompressedSize > RATIO_FREE_BYTES && uncompressedSize > compressedSize * MOST_RATIO)
    throw new QuestionFileUnreadableError(sentences.packageRatio({ file, most: MOST_RATIO }));
}

/** yauzl and zlib report damage as plain errors. */
function asUnreadable(error: unknown): unknown {
  if (error instanceof QuestionFileUnreadableError || !(error instanceof Error) || 'syscall' in error)
    return error;
  return new QuestionFileUnreadableError(sentences.packageDamaged());
}
