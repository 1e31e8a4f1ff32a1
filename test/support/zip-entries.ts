import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import type { RawEntry } from './raw-zip';

/** The entries of an archive in their order, to be changed and written again. */
export async function entriesOf(bytes: Buffer): Promise<{ name: string; data: Buffer }[]> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const entries: { name: string; data: Buffer }[] = [];
  for await (const entry of zip.eachEntry()) {
    const data = await buffer(await zip.openReadStreamPromise(entry));
    entries.push({ name: String(entry.fileName), data });
  }
  return entries;
}

/** The JSON of an entry. */
export function jsonIn<T>(entries: readonly RawEntry[], name: string): T {
  return JSON.parse(String(entries.find((entry) => entry.name === name)?.data)) as T;
}
