import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from 'yauzl';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../rostering.sentences';
import { BundleError, type BundleFaultCode, fault, quoted } from './bundle-error';
import type { BundleLimits } from './limits';

const STORED = 0;
const DEFLATED = 8;
const FILE_TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;
const MANIFEST = 'manifest.csv';

/**
 * A zip file whose directory was read and is safe. Nothing is written to disk, so a path cannot leave a folder; an archive
 * with such a path is refused nevertheless, because no roster export makes one.
 *
 * Declared sizes are compared with the limits here. They also bound the real bytes: inflating stops at the first byte
 * beyond the declared size (yauzl's `validateEntrySizes`).
 */
export class Archive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    /** Files outside the folder of the bundle. */
    readonly ignored: readonly string[],
  ) {}

  /**
   * The specification puts the files at the root of the archive. Zipping a folder rather than its content is common, and
   * systems add hidden files and folders of their own, so the bundle is where manifest.csv is.
   *
   * @param nameOf the name under which a file of the bundle is known; by default its own.
   * @throws BundleError if the file is not a zip archive, is damaged, exceeds a limit or has an unsafe entry.
   */
  static async open(
    path: string,
    limits: BundleLimits,
    nameOf: (name: string) => string = (name) => name,
  ): Promise<Archive> {
    const zip = await openZip(path);
    try {
      const entries = await readDirectory(zip, limits);
      const folder = folderOfBundle([...entries.keys()]);
      const files = new Map<string, Entry>();
      const ignored: string[] = [];
      for (const [path, entry] of entries) {
        const name = nameOf(path.slice(folder.length));
        if (path.endsWith('/')) continue;
        if (folderOf(path) !== folder) ignored.push(path);
        else if (files.has(name)) throw duplicate(path);
        else files.set(name, entry);
      }
      return new Archive(zip, files, ignored);
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  /** File names, without the folder of the bundle. */
  get names(): string[] {
    return [...this.entries.keys()];
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Uncompressed size in bytes that the archive declares; 0 for a file that is not in it. */
  declaredBytes(name: string): number {
    return this.entries.get(name)?.uncompressedSize ?? 0;
  }

  /**
   * Reads the uncompressed bytes of one file as a stream.
   *
   * @throws BundleError if the data cannot be inflated, or differs from the declared size or checksum.
   */
  async *read(name: string): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.entries.get(name);
    if (!entry) throw new Error(`no entry ${name}`);
    let checksum = 0;
    try {
      const stream = await this.zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      throw asDamage(error, name);
    }
    if (checksum !== entry.crc32) {
      throw refusal('zip_damaged', sentences.checksumWrong({ file: name }), name);
    }
  }

  /** Closes the file once the streams that are open have ended. */
  close(): void {
    this.zip.close();
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    // Names are decoded here, not by yauzl, so that a refused entry can be named in the error.
    return await openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: true });
  } catch (error) {
    if (isSystemError(error)) throw error;
    throw (await looksLikeZip(path))
      ? refusal('zip_truncated', sentences.archiveIncomplete(), undefined, error)
      : refusal('not_a_zip', sentences.notAnArchive(), undefined, error);
  }
}

async function looksLikeZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.readUInt32LE(0) === 0x04034b50;
  } finally {
    await file.close();
  }
}

async function readDirectory(zip: ZipFile, limits: BundleLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.maxEntries) {
    throw refusal(
      'too_many_entries',
      sentences.tooManyEntries({ count: zip.entryCount, most: limits.maxEntries }),
    );
  }
  const entries = new Map<string, Entry>();
  let totalBytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = getFileNameLowLevel(
        entry.generalPurposeBitFlag,
        entry.fileNameRaw,
        entry.extraFields,
        true,
      );
      requireSafe(entry, name);
      requireSmall(entry, name, limits);
      if (entries.has(name)) {
        throw duplicate(name);
      }
      entries.set(name, entry);
      totalBytes += entry.uncompressedSize;
      if (totalBytes > limits.maxTotalBytes) {
        throw refusal(
          'bundle_too_large',
          sentences.archiveTooLarge({ file: quoted(name), most: limits.maxTotalBytes }),
          name,
        );
      }
    }
  } catch (error) {
    throw asDamage(error);
  }
  return entries;
}

function requireSafe(entry: Entry, name: string): void {
  const named = { file: quoted(name) };
  if (name === '' || name.includes('\0') || validateFileName(name) !== null) {
    throw refusal('unsafe_path', sentences.entryOutside(named), name);
  }
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK) === SYMBOLIC_LINK) {
    throw refusal('symbolic_link', sentences.entryIsLink(named), name);
  }
  if (entry.isEncrypted()) throw refusal('entry_encrypted', sentences.entryEncrypted(named), name);
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    const { compressionMethod: method } = entry;
    throw refusal('unsupported_compression', sentences.entryCompression({ ...named, method }), name);
  }
}

function requireSmall(entry: Entry, name: string, limits: BundleLimits): void {
  const { uncompressedSize: bytes, compressedSize: compressedBytes } = entry;
  if (bytes > limits.maxEntryBytes) {
    throw refusal(
      'entry_too_large',
      sentences.entryTooLarge({ file: quoted(name), bytes, most: limits.maxEntryBytes }),
      name,
    );
  }
  if (bytes > limits.ratioFreeBytes && bytes > compressedBytes * limits.maxCompressionRatio) {
    throw refusal(
      'compression_ratio',
      sentences.entryRatio({ file: quoted(name), compressedBytes, bytes, most: limits.maxCompressionRatio }),
      name,
    );
  }
}

/** The folder with manifest.csv, or with the first file where there is none; empty for the root. */
function folderOfBundle(paths: readonly string[]): string {
  const files = paths.filter((path) => !path.endsWith('/') && !isJunk(path));
  const manifests = files.filter((path) => path.slice(folderOf(path).length).toLowerCase() === MANIFEST);
  const [manifest, another] = manifests;
  if (another !== undefined)
    throw refusal(
      'several_manifests',
      sentences.severalManifests({ files: manifests.map(quoted).join(', ') }),
      another,
    );
  return folderOf(manifest ?? files[0] ?? '');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** True for what macOS and Windows put into folders unasked: hidden files, resource forks, pictures of folders. */
export function isJunk(path: string): boolean {
  return (
    path.startsWith('__MACOSX/') ||
    path.split('/').some((part) => part.startsWith('.')) ||
    /(^|\/)(?:thumbs\.db|desktop\.ini)$/i.test(path)
  );
}

function duplicate(name: string): BundleError {
  return refusal('duplicate_entry', sentences.fileTwice({ file: quoted(name) }), name);
}

/** yauzl and zlib report damage as plain errors that only their text tells apart. */
function asDamage(error: unknown, name?: string): unknown {
  if (error instanceof BundleError || isSystemError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const damaged = (why: Sentence | string): Sentence =>
    name ? sentences.fileDamaged({ file: name, why }) : sentences.archiveDamaged({ why });
  if (/(too many|not enough) bytes in the stream/.test(reason)) {
    return refusal('entry_size_mismatch', damaged(sentences.otherSize()), name, error);
  }
  if (/encryption/.test(reason)) {
    return refusal('entry_encrypted', sentences.archiveEncrypted(), name, error);
  }
  return refusal('zip_damaged', damaged(reason), name, error);
}

/** True for errors of the disk, which say nothing about the archive. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function refusal(code: BundleFaultCode, message: Sentence, file?: string, cause?: unknown): BundleError {
  return new BundleError([fault(code, message, { file })], { cause });
}
