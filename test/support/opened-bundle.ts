import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { fromBufferPromise } from 'yauzl';
import {
  buildBundle,
  type BundleFiles,
  COLUMNS,
  type Kind,
  type RowValues,
  temporaryFile,
} from './oneroster-bundle';

/** A bundle that Stoa wrote, read by other means than those of Stoa. */
export interface OpenedBundle {
  /** By name, such as `users.csv`. */
  texts: ReadonlyMap<string, string>;
  manifest: Record<string, string>;
  /** Rows by the names of their columns; none for a file that the bundle does not have. */
  rows(kind: Kind): RowValues[];
  columns(kind: Kind): string[];
}

export async function openedBundle(zip: Buffer): Promise<OpenedBundle> {
  const archive = await fromBufferPromise(zip, { lazyEntries: true });
  const texts = new Map<string, string>();
  for await (const entry of archive.eachEntry()) {
    const content = await buffer(await archive.openReadStreamPromise(entry));
    texts.set(entry.fileName, content.toString());
  }
  const recordsOf = (file: string): string[][] => parse(texts.get(file) ?? '');
  return {
    texts,
    manifest: Object.fromEntries(recordsOf('manifest.csv').slice(1) as [string, string][]),
    rows: (kind) => {
      const [head = [], ...others] = recordsOf(`${kind}.csv`);
      return others.map((fields) =>
        Object.fromEntries(head.map((name, index) => [name, fields[index] ?? ''])),
      );
    },
    columns: (kind) => recordsOf(`${kind}.csv`)[0] ?? [],
  };
}

/** The bundle as a file, with other rows where `change` says so. Without the columns that only Stoa reads, and of another system. */
export async function changedBundle(
  zip: Buffer,
  change: (kind: Kind, rows: RowValues[]) => RowValues[],
  manifest: Record<string, string> = {},
): Promise<string> {
  const bundle = await openedBundle(zip);
  const files: BundleFiles = {};
  for (const kind of Object.keys(COLUMNS) as Kind[])
    if (bundle.texts.has(`${kind}.csv`)) files[kind] = change(kind, bundle.rows(kind));
  const own = Object.fromEntries(
    Object.entries(bundle.manifest).filter(([name]) => name.startsWith('file.')),
  );
  return buildBundle(files, { ...own, ...manifest });
}

/** The bundle as a file of this machine. */
export function savedBundle(zip: Buffer): Promise<string> {
  return temporaryFile(zip);
}
