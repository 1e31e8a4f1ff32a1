import { Archive } from './archive';
import { BundleError, fault } from './bundle-error';
import { ENTITY_KINDS, type EntityKind, type EntityRecords, type FileMode, UNREAD_KINDS } from './entities';
import { type BundleLimits, DEFAULT_LIMITS, MAX_MANIFEST_BYTES } from './limits';
import { type Manifest, MANIFEST_FILE, readManifest } from './manifest';
import { readRows, type RowBatch } from './row-reader';
import { countLines } from './text';

/** Something in the bundle that is passed over. */
export interface BundleNotice {
  /** `file_unknown`: no file of OneRoster 1.1; `file_not_imported`: one that Stoa has no use for. */
  code: 'file_unknown' | 'file_not_imported';
  file: string;
  message: string;
}

/** An open OneRoster 1.1 CSV bundle. Holds a file handle until it is closed. */
export class Bundle {
  constructor(
    private readonly archive: Archive,
    readonly manifest: Manifest,
    readonly notices: readonly BundleNotice[],
    private readonly limits: BundleLimits,
  ) {}

  entityMode(kind: EntityKind): FileMode {
    return this.manifest.modes.get(kind) ?? 'absent';
  }

  /** Uncompressed size of the file in bytes, as the archive declares it; 0 for an absent one. */
  declaredBytes(kind: EntityKind): number {
    return this.archive.declaredBytes(`${kind}.csv`);
  }

  /**
   * The rows of one file in batches, read as they are asked for; none for an absent file. May be called again
   * for another pass. Memory does not depend on the size of the file.
   *
   * @throws BundleError while reading, when the rest of the file is lost: a bad header, wrong encoding, damage.
   */
  async *rows<K extends EntityKind>(kind: K): AsyncGenerator<RowBatch<EntityRecords[K]>, void, undefined> {
    const mode = this.entityMode(kind);
    if (mode !== 'absent') yield* readRows(kind, mode, this.archive.read(`${kind}.csv`), this.limits);
  }

  /**
   * Reads the file for what would cut the reading of its rows short: a bad header, wrong encoding, damage. Takes a
   * quarter of the time of `rows`.
   *
   * @returns how many rows it has at most: as many as lines below the header. 0 for an absent file.
   * @throws BundleError as `rows` does.
   */
  async check(kind: EntityKind): Promise<number> {
    if (this.entityMode(kind) === 'absent') return 0;
    const file = `${kind}.csv`;
    // The first batch of rows is behind the header.
    for await (const _batch of this.rows(kind)) break;
    return (await countLines(this.archive.read(file), file)) - 1;
  }

  close(): void {
    this.archive.close();
  }
}

/**
 * Opens a bundle and reads its manifest. The data files are not read yet: see `verifyBundle`.
 *
 * @param path a zip file on disk.
 * @param limits bounds that differ from `DEFAULT_LIMITS`.
 * @throws BundleError if the archive is unsafe, too large or damaged, or the manifest does not fit it.
 */
export async function openBundle(path: string, limits: Partial<BundleLimits> = {}): Promise<Bundle> {
  const bounds = { ...DEFAULT_LIMITS, ...limits };
  const archive = await Archive.open(path, bounds);
  try {
    requireManifest(archive);
    const manifest = await readManifest(archive.read(MANIFEST_FILE), new Set(archive.names), bounds);
    return new Bundle(archive, manifest, noticesOf(archive, manifest), bounds);
  } catch (error) {
    archive.close();
    throw error;
  }
}

function requireManifest(archive: Archive): void {
  const file = MANIFEST_FILE;
  if (!archive.has(file)) {
    throw new BundleError([fault('manifest_missing', `The archive holds no ${file}.`, { file })]);
  }
  if (archive.declaredBytes(file) > MAX_MANIFEST_BYTES) {
    throw new BundleError([
      fault('entry_too_large', `${file} is larger than ${MAX_MANIFEST_BYTES} bytes.`, { file }),
    ]);
  }
}

function noticesOf(archive: Archive, manifest: Manifest): BundleNotice[] {
  const known = new Set([MANIFEST_FILE, ...[...ENTITY_KINDS, ...UNREAD_KINDS].map((kind) => `${kind}.csv`)]);
  const unknown = archive.names.filter((name) => !known.has(name));
  return [
    ...[...archive.ignored, ...unknown].map((file): BundleNotice => {
      return {
        code: 'file_unknown',
        file,
        message: `${file} is no file of OneRoster 1.1 and is passed over.`,
      };
    }),
    ...manifest.unknownFiles
      .map((kind) => `${kind}.csv`)
      .filter((file) => !unknown.includes(file))
      .map((file): BundleNotice => {
        return {
          code: 'file_unknown',
          file,
          message: `The manifest names ${file}, which OneRoster 1.1 does not know.`,
        };
      }),
    ...UNREAD_KINDS.map((kind) => `${kind}.csv`)
      .filter((file) => archive.has(file))
      .map((file): BundleNotice => ({
        code: 'file_not_imported',
        file,
        message: `${file} is not imported.`,
      })),
  ];
}
