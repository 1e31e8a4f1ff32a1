/** One place of an answer that is not as it was. */
export interface Difference {
  place: string;
  before: unknown;
  now: unknown;
}

/** Where the answer of now lacks or changes what the one from before says. What it says besides does not count. */
export function differencesOf(before: unknown, now: unknown, place = ''): Difference[] {
  if (Array.isArray(before) && Array.isArray(now) && before.length === now.length)
    return before.flatMap((item, index) => differencesOf(item, now[index], `${place}[${index}]`));
  if (isRecord(before) && isRecord(now))
    return Object.entries(before).flatMap(([field, value]) =>
      differencesOf(value, now[field], place === '' ? field : `${place}.${field}`),
    );
  return JSON.stringify(before) === JSON.stringify(now) ? [] : [{ place, before, now }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
