import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../rostering.sentences';
import { Archive, isJunk } from './archive';
import { BundleError, fault } from './bundle-error';
import type { Column, EntityKind, EntityRecords, FileDefinition, FileMode } from './columns';
import { definitionOf, ENTITY_KINDS } from '../kinds/roster-kinds';
import { type BundleLimits, DEFAULT_LIMITS, MAX_MANIFEST_BYTES } from './limits';
import { type Manifest, MANIFEST_FILE, readManifest } from './manifest';
import { readRows, type RowBatch } from './row-reader';
import { countLines } from './text';
import { ALL_FILES } from './versions';

/** A file of the bundle that is not imported. */
export interface BundleNotice {
  /** `file_unknown`: not a file of the bundle's version of OneRoster; `file_not_imported`: one that Stoa does not use. */
  code: 'file_unknown' | 'file_not_imported';
  file: string;
  message: Sentence;
}

/** An open OneRoster CSV bundle. Holds a file handle until it is closed. */
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

  /** Uncompressed size of the file in bytes that the archive declares; 0 for an absent file. */
  declaredBytes(kind: EntityKind): number {
    return this.archive.declaredBytes(`${kind}.csv`);
  }

  /**
   * Reads the rows of one file in batches; none for an absent file. Can be called again for another pass. Memory does not
   * depend on the size of the file.
   *
   * @throws BundleError while reading, if the rest of the file cannot be read: a bad header, wrong encoding, damage.
   */
  async *rows<K extends EntityKind>(kind: K): AsyncGenerator<RowBatch<EntityRecords[K]>, void, undefined> {
    const mode = this.entityMode(kind);
    if (mode === 'absent') return;
    yield* readRows(kind, mode, this.archive.read(`${kind}.csv`), this.limits, this.columnsOf(kind));
  }

  /**
   * Reads the file only to find what would make `rows` fail: a bad header, wrong encoding, damage. Takes a quarter of the
   * time.
   *
   * @returns the number of lines below the header, which is at least the number of rows; 0 for an absent file.
   * @throws BundleError as `rows` does.
   */
  async check(kind: EntityKind): Promise<number> {
    if (this.entityMode(kind) === 'absent') return 0;
    const file = `${kind}.csv`;
    // Reading the first batch checks the header.
    for await (const _batch of this.rows(kind)) break;
    return (await countLines(this.archive.read(file), file)) - 1;
  }

  /** The columns of the file, as the version of the bundle has them. */
  private columnsOf<K extends EntityKind>(kind: K): FileDefinition<K>['columns'] {
    const { version, modes } = this.manifest;
    const columns = Object.entries<Column<unknown>>(definitionOf(kind).columns).map(([name, column]) => [
      name,
      version.columnOf(kind, name, column, modes),
    ]);
    return Object.fromEntries(columns) as FileDefinition<K>['columns'];
  }

  close(): void {
    this.archive.close();
  }
}

/**
 * Opens a bundle and reads its manifest, but none of its data files: see `verifyBundle`.
 *
 * @param path a zip file on disk.
 * @param limits limits to use instead of those in `DEFAULT_LIMITS`.
 * @throws BundleError if the archive is unsafe, too large or damaged, or if its manifest contradicts its files.
 */
export async function openBundle(path: string, limits: Partial<BundleLimits> = {}): Promise<Bundle> {
  const bounds = { ...DEFAULT_LIMITS, ...limits };
  const archive = await Archive.open(path, bounds, nameOf);
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
    throw new BundleError([fault('manifest_missing', sentences.fileNotThere({ file }), { file })]);
  }
  if (archive.declaredBytes(file) > MAX_MANIFEST_BYTES) {
    throw new BundleError([
      fault('entry_too_large', sentences.manifestTooLarge({ file, most: MAX_MANIFEST_BYTES }), { file }),
    ]);
  }
}

const KNOWN_FILES = new Map(
  [MANIFEST_FILE, ...ALL_FILES.map((kind) => `${kind}.csv`)].map((file) => [file.toLowerCase(), file]),
);

/** The name of a file in OneRoster, whatever its letter case in the archive. */
function nameOf(file: string): string {
  return KNOWN_FILES.get(file.toLowerCase()) ?? file;
}

function noticesOf(archive: Archive, manifest: Manifest): BundleNotice[] {
  const { files, name: version } = manifest.version;
  const known = new Set([MANIFEST_FILE, ...files.map((kind) => `${kind}.csv`)]);
  const unknown = archive.names.filter((name) => !known.has(name) && !isJunk(name));
  return [
    ...archive.ignored
      .filter((file) => !isJunk(file))
      .map((file): BundleNotice => {
        return { code: 'file_unknown', file, message: sentences.fileElsewhere({ file }) };
      }),
    ...unknown.map((file): BundleNotice => {
      return {
        code: 'file_unknown',
        file,
        message: sentences.fileUnknown({ file, version }),
      };
    }),
    ...manifest.unknownFiles
      .map((kind) => `${kind}.csv`)
      .filter((file) => !unknown.includes(file))
      .map((file): BundleNotice => {
        return {
          code: 'file_unknown',
          file,
          message: sentences.fileUnknownInManifest({ file, version }),
        };
      }),
    ...files
      .filter((kind) => !ENTITY_KINDS.some((imported) => imported === kind))
      .map((kind) => `${kind}.csv`)
      .filter((file) => archive.has(file))
      .map((file): BundleNotice => ({
        code: 'file_not_imported',
        file,
        message: sentences.fileNotImported({ file }),
      })),
  ];
}
