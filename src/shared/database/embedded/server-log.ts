import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const KEEP_BYTES = 8 * 1024 * 1024;
const QUOTED_LINES = 12;

/** The server's error log, and the position in it where this start began. */
export class ServerLog {
  private start = 0;

  constructor(readonly path: string) {}

  /** Remembers the end of the file as the beginning of this start. A log of more than 8 MiB is renamed to `.old` first. */
  begin(): void {
    const size = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > KEEP_BYTES) renameSync(this.path, `${this.path}.old`);
    this.start = size > KEEP_BYTES ? 0 : size;
  }

  /** The last lines of this start, indented for an error message, or a sentence that there are none. */
  quote(): string {
    const lines = this.sinceStart()
      .split('\n')
      .filter((line) => line.trim());
    if (!lines.length) return `It wrote nothing to its log (${this.path}).`;
    return [
      `The last lines of its log (${this.path}):`,
      ...lines.slice(-QUOTED_LINES).map((l) => `  ${l}`),
    ].join('\n');
  }

  private sinceStart(): string {
    let file: number;
    try {
      file = openSync(this.path, 'r');
    } catch {
      return '';
    }
    try {
      const buffer = Buffer.alloc(Math.max(0, Math.min(fstatSync(file).size - this.start, KEEP_BYTES)));
      const length = readSync(file, buffer, 0, buffer.length, this.start);
      return buffer.toString('utf8', 0, length);
    } finally {
      closeSync(file);
    }
  }
}
