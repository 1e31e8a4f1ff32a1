import type { Readable } from 'node:stream';

/** What looks for harmful programs in files before they are kept. */
export abstract class FileScanner {
  /**
   * The name of what was found in the content, or undefined. It need not be read where nothing is looked for.
   *
   * @throws ScannerUnavailableError, or the error of the content
   */
  abstract scan(content: () => Promise<Readable>): Promise<string | undefined>;
}

/** Where no scanner is set up: nothing is looked for. */
export class NoScanner extends FileScanner {
  override async scan(): Promise<undefined> {
    return undefined;
  }
}
