import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { namelessFile } from '../../../shared/operations/nameless-file';
import { machineLines } from '../../../shared/text/csv-lines';
import { SpoolUnavailableError } from '../rostering.errors';
import { MANIFEST_FILE } from '../bundle/manifest';
import {
  type BundleMode,
  type ExportedFile,
  type ExportedRow,
  fieldsOf,
  headOf,
  manifestOf,
} from './bundle-rows';

/** So much text is written to the disk at once. */
const PIECE = 64 * 1024;

interface Part {
  file: FileHandle;
  bytes: number;
  rows: number;
  pending: string;
}

/** How far the files of a bundle have been written. */
export type SpoolMark = ReadonlyMap<ExportedFile, { bytes: number; rows: number }>;

/**
 * The files of a bundle on the disk of this machine while they are written, side by side: a course adds rows to each of them. Memory does
 * not grow with them.
 */
export class BundleSpool {
  private constructor(
    private readonly parts: ReadonlyMap<ExportedFile, Part>,
    private readonly mode: BundleMode,
    private readonly now: Date,
  ) {}

  /**
   * @param now the instant that stands for a change whose instant nobody knows
   * @throws SpoolUnavailableError, as all that writes to it
   */
  static async open(
    dataDirectory: string,
    files: readonly ExportedFile[],
    mode: BundleMode,
    now: Date,
  ): Promise<BundleSpool> {
    const parts = new Map<ExportedFile, Part>();
    const spool = new BundleSpool(parts, mode, now);
    try {
      for (const name of files) {
        const pending = machineLines([headOf(name)]);
        parts.set(name, { file: await onDisk(namelessFile(dataDirectory)), bytes: 0, rows: 0, pending });
      }
    } catch (error) {
      await spool.close();
      throw error;
    }
    return spool;
  }

  has(name: ExportedFile): boolean {
    return this.parts.has(name);
  }

  /** Adds rows to a file, unless the bundle does not have it. */
  async add<F extends ExportedFile>(name: F, rows: readonly ExportedRow<F>[]): Promise<void> {
    const part = this.parts.get(name);
    if (!part || rows.length === 0) return;
    part.pending += machineLines(rows.map((row) => fieldsOf(name, row, this.mode, this.now)));
    part.rows += rows.length;
    if (part.pending.length >= PIECE) await flush(part);
  }

  /** How many rows each file has. */
  get rows(): ReadonlyMap<ExportedFile, number> {
    return new Map([...this.parts].map(([name, { rows }]) => [name, rows]));
  }

  async mark(): Promise<SpoolMark> {
    for (const part of this.parts.values()) await flush(part);
    return new Map([...this.parts].map(([name, { bytes, rows }]) => [name, { bytes, rows }]));
  }

  /** Takes back what was added since. */
  async backTo(mark: SpoolMark): Promise<void> {
    for (const [name, part] of this.parts) {
      Object.assign(part, { bytes: 0, rows: 0, ...mark.get(name), pending: '' });
      await onDisk(part.file.truncate(part.bytes));
    }
  }

  /** The bundle, without files that have no rows: a complete one would say that there is nothing. Nothing can be added any more. */
  async *zipped(): AsyncGenerator<Buffer> {
    const zip = new ZipFile();
    const output = zip.outputStream as Readable;
    zip.on('error', (error: Error) => output.destroy(error));
    const filled = [...this.parts].filter(([, { rows }]) => rows > 0);
    const manifest = manifestOf(
      filled.map(([name]) => name),
      this.mode,
    );
    const mtime = this.now;
    zip.addBuffer(Buffer.from(machineLines(manifest)), MANIFEST_FILE, { mtime });
    for (const [name, part] of filled) {
      await flush(part);
      zip.addReadStreamLazy(`${name}.csv`, { size: part.bytes, mtime }, (take) =>
        take(null, part.file.createReadStream({ start: 0, autoClose: false })),
      );
    }
    zip.end();
    yield* output as AsyncIterable<Buffer>;
  }

  async close(): Promise<void> {
    for (const { file } of this.parts.values()) await file.close();
  }
}

async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new SpoolUnavailableError({ cause: error });
  }
}

async function flush(part: Part): Promise<void> {
  if (part.pending === '') return;
  const content = Buffer.from(part.pending);
  part.pending = '';
  for (let done = 0; done < content.length;) {
    const { bytesWritten } = await onDisk(part.file.write(content, done, content.length - done, part.bytes));
    done += bytesWritten;
    part.bytes += bytesWritten;
  }
}
