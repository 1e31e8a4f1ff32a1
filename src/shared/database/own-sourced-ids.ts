import { isId } from './ids';

const PREFIX = 'stoa:';

/**
 * The sourcedId under which a row leaves Stoa: that of the school's information system, or for a row that was created here one that
 * is made of its id. It is not stored, so that no complete file of the school can end such a row by not having it.
 */
export function sourcedIdOf({ id, sourcedId }: { id: string; sourcedId: string | null }): string {
  return sourcedId ?? PREFIX + id;
}

/** The id of the row that such a sourcedId is made of; undefined for others. Ids of other stores look the same. */
export function ownIdIn(sourcedId: string): string | undefined {
  if (!sourcedId.startsWith(PREFIX)) return undefined;
  const id = sourcedId.slice(PREFIX.length);
  return isId(id) ? id.toLowerCase() : undefined;
}

/**
 * The rows by the sourcedIds that were asked for. A row is found by the one that is made of its id, too, also when it has got another
 * one from the school since.
 *
 * @param rows what `SourcedRows.find` gave for them
 */
export function bySourcedId<Row extends { id: string; sourcedId: string | null }>(
  sourcedIds: readonly string[],
  rows: readonly Row[],
): Map<string, Row> {
  const asked = new Set(sourcedIds);
  const found = new Map<string, Row>();
  for (const row of rows)
    if (row.sourcedId !== null && asked.has(row.sourcedId)) found.set(row.sourcedId, row);
  if (found.size === asked.size) return found;
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const sourcedId of asked) {
    const id = found.has(sourcedId) ? undefined : ownIdIn(sourcedId);
    const row = id === undefined ? undefined : byId.get(id);
    if (row) found.set(sourcedId, row);
  }
  return found;
}
