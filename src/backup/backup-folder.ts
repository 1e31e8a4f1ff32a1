import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type ColumnKind, linesOf } from './row-lines';

const FORMAT = 1;

/** A table of the backup. */
export interface SavedTable {
  name: string;
  columns: { name: string; kind: ColumnKind }[];
  rows: number;
  /** Of its lines, in hexadecimal. */
  sha256: string;
}

/** What a backup holds. Written last, so a backup that has it is whole. */
export interface Manifest {
  format: typeof FORMAT;
  /** The instant whose database it holds. */
  takenAt: string;
  /** The migrations that had run, oldest first. */
  migrations: string[];
  tables: SavedTable[];
}

/** A fault of a backup, which the person at the terminal is told. */
export class BackupError extends Error {}

/** The folder of one backup: the rows of each table as lines, and the bytes of files under their keys. For its owner alone. */
export class BackupFolder {
  constructor(readonly path: string) {}

  /** Makes the folder. Throws BackupError where there is something in it. */
  async begin(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    if ((await readdir(this.path)).length > 0)
      throw new BackupError(`${this.path} is not empty: give a folder that does not exist yet.`);
    await mkdir(join(this.path, 'tables'), { mode: 0o700 });
    await mkdir(join(this.path, 'files'), { mode: 0o700 });
  }

  /** @throws BackupError where there is no whole backup of this format */
  async manifest(): Promise<Manifest> {
    const text = await readFile(this.manifestPath, 'utf8').catch(() => undefined);
    if (text === undefined)
      throw new BackupError(
        `${this.path} holds no backup, or one that was not finished: it has no manifest.json.`,
      );
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.format !== FORMAT)
      throw new BackupError(`${this.path} was made by another version of Stoa. Restore it with that one.`);
    return manifest;
  }

  async finish(manifest: Omit<Manifest, 'format'>): Promise<void> {
    const beside = `${this.manifestPath}.new`;
    const text = `${JSON.stringify({ format: FORMAT, ...manifest }, null, 2)}\n`;
    await writeFile(beside, text, { mode: 0o600, flush: true });
    await rename(beside, this.manifestPath);
    const folder = await open(this.path, 'r');
    await folder.sync();
    await folder.close();
  }

  /** Writes the rows of a table. Returns how many there are, and the hash of their lines. */
  async saveTable(name: string, lines: AsyncIterable<string>): Promise<Pick<SavedTable, 'rows' | 'sha256'>> {
    const counted = new CountedLines();
    await pipeline(
      Readable.from(counted.of(lines), { objectMode: false, highWaterMark: 256 * 1024 }),
      createGzip(),
      createWriteStream(this.tablePath(name), { mode: 0o600, flags: 'wx', flush: true }),
    );
    return counted.told();
  }

  /** The lines of a table. An error of the file, such as one that was cut, comes while they are read. */
  lines(name: string): AsyncGenerator<string, void, undefined> {
    const file = createReadStream(this.tablePath(name));
    const plain = createGunzip();
    file.on('error', (error) => plain.destroy(error));
    return linesOf(file.pipe(plain));
  }

  /** In bytes; undefined where the backup has no such file. */
  async sizeOf(key: string): Promise<number | undefined> {
    return (await stat(this.filePath(key)).catch(() => undefined))?.size;
  }

  async saveFile(key: string, content: Readable): Promise<void> {
    await mkdir(join(this.filePath(key), '..'), { recursive: true, mode: 0o700 });
    const beside = `${this.filePath(key)}.new`;
    await pipeline(content, createWriteStream(beside, { mode: 0o600, flush: true }));
    await rename(beside, this.filePath(key));
  }

  /** Takes a file of an earlier backup without copying it. False where that cannot be done. */
  async linkFile(key: string, earlier: BackupFolder): Promise<boolean> {
    await mkdir(join(this.filePath(key), '..'), { recursive: true, mode: 0o700 });
    return link(earlier.filePath(key), this.filePath(key)).then(
      () => true,
      () => false,
    );
  }

  file(key: string): Readable {
    return createReadStream(this.filePath(key), { highWaterMark: 256 * 1024 });
  }

  private get manifestPath(): string {
    return join(this.path, 'manifest.json');
  }

  private tablePath(name: string): string {
    return join(this.path, 'tables', `${name}.jsonl.gz`);
  }

  private filePath(key: string): string {
    return join(this.path, 'files', key.slice(-2), key);
  }
}

/** Counts lines that pass by, and computes their hash. */
export class CountedLines {
  private readonly digest = createHash('sha256');
  private rows = 0;

  async *of(lines: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
    for await (const line of lines) yield this.add(line);
  }

  /** Returns the line with its end. */
  add(line: string): string {
    const ended = `${line}\n`;
    this.digest.update(ended);
    this.rows += 1;
    return ended;
  }

  told(): { rows: number; sha256: string } {
    return { rows: this.rows, sha256: this.digest.digest('hex') };
  }
}
