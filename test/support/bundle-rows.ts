import { openBundle } from '../../src/modules/rostering/bundle/bundle';
import { BundleError, type BundleFault } from '../../src/modules/rostering/bundle/bundle-error';
import type { EntityKind, EntityRecords } from '../../src/modules/rostering/bundle/columns';
import type { Row, RowBatch, RowIssue } from '../../src/modules/rostering/bundle/row-reader';
import { inEnglish } from '../../src/shared/sentences/say';
import type { Sentence } from '../../src/shared/sentences/sentence';
import { buildBundle, type FileContent, type Kind, type RowValues } from './oneroster-bundle';
import { smallSchool } from './small-school';

type Mode = 'bulk' | 'delta';

/** The same with its message as text, as it would be stored. */
type Said<T> = Omit<T, 'message'> & { message: string };

export function said<T extends { message: Sentence }>(found: T): Said<T> {
  return { ...found, message: inEnglish(found.message) };
}

export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export async function batchesOf<K extends EntityKind>(
  kind: K,
  content: FileContent,
  mode: Mode = 'bulk',
): Promise<RowBatch<EntityRecords[K]>[]> {
  const bundle = await openBundle(await buildBundle({ [kind]: content }, { [`file.${kind}`]: mode }));
  try {
    return await collected(bundle.rows(kind));
  } finally {
    bundle.close();
  }
}

export async function rowsOf<K extends EntityKind>(
  kind: K,
  content: FileContent,
  mode?: Mode,
): Promise<{ rows: Row<EntityRecords[K]>[]; issues: Said<RowIssue>[]; badRows: number }> {
  const batches = await batchesOf(kind, content, mode);
  return {
    rows: batches.flatMap((batch) => batch.rows),
    issues: batches.flatMap((batch) => batch.issues.map(said)),
    badRows: batches.reduce((sum, batch) => sum + batch.badRows, 0),
  };
}

/** A valid row of the small school with some values replaced. */
export function sample(kind: Kind, values: RowValues): RowValues {
  return { ...smallSchool()[kind][0], ...values };
}

export async function faultsOf(
  kind: EntityKind,
  content: FileContent,
  mode?: Mode,
): Promise<Said<BundleFault>[]> {
  const error: unknown = await rowsOf(kind, content, mode).catch((reason: unknown) => reason);
  if (!(error instanceof BundleError)) throw new Error(`expected a BundleError, got ${String(error)}`);
  return error.faults.map(said);
}
