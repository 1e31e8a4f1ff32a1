const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/**
 * The same plain data with other ids: those that the map knows, wherever they stand, in texts as well, which name files and other
 * activities by their addresses. All else stays.
 *
 * @param ids new ids by the old ones, in lower case
 */
export function withIds<T>(data: T, ids: ReadonlyMap<string, string>): T {
  return mapped(data, ids) as T;
}

function mapped(data: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof data === 'string')
    return data.length < 36 ? data : data.replaceAll(UUID, (id) => ids.get(id.toLowerCase()) ?? id);
  if (Array.isArray(data)) return data.map((item) => mapped(item, ids));
  if (typeof data !== 'object' || data === null || data instanceof Date) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, mapped(value, ids)]));
}

/** An id that means something in one package only: the same for the same place of each package. */
export function localId(place: number): string {
  return `00000000-0000-4000-8000-${place.toString(16).padStart(12, '0')}`;
}
