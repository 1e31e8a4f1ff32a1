/** @throws Error for a key that the content mentions but nothing was made for */
export function idUnder(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`The demo school has nothing under "${key}".`);
  return id;
}
