import { withKey } from './hostile';
import type { Mutation, Plan } from './plan';
import { IdOf } from './scenes';

const BOUNDARY = 'fuzz';

/** Replaces the placeholders of a plan by ids that exist. */
export function withIds(value: unknown, idOf: (id: IdOf) => string): unknown {
  if (value instanceof IdOf) return idOf(value);
  if (Array.isArray(value)) return value.map((part) => withIds(part, idOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).reduce<object>(
    (copy, [key, part]) => withKey(copy, key, withIds(part, idOf)),
    {},
  );
}

/** The bytes of a planned body and their content type; undefined for no body. */
export function bytesOf(
  body: Plan['body'],
  contentType: string | undefined,
  idOf: (id: IdOf) => string,
): { bytes: Buffer; type: string } | undefined {
  if (body === undefined) return undefined;
  if ('bytes' in body) return { bytes: body.bytes, type: contentType ?? 'application/json' };
  if ('form' in body) return body.form === 'form' ? urlEncoded() : multipart();
  const base = withIds(body.base, idOf);
  const type = contentType ?? 'application/json';
  try {
    return { bytes: jsonOf(body.mutations.reduce(mutated, base)), type };
  } catch (error) {
    // Several deep values in each other can be deeper than Node writes.
    if (!(error instanceof RangeError)) throw error;
    return { bytes: jsonOf(base), type };
  }
}

function jsonOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) ?? '');
}

function urlEncoded(): { bytes: Buffer; type: string } {
  return {
    bytes: Buffer.from('title=a&title=b&__proto__[x]=1&=&%ff=%00'),
    type: 'application/x-www-form-urlencoded',
  };
}

/** Two parts, the second of which never ends. */
function multipart(): { bytes: Buffer; type: string } {
  const part = (name: string, text: string): string =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}`;
  return {
    bytes: Buffer.from(`${part('dryRun', 'maybe')}\r\n${part('__proto__', 'x')}`),
    type: `multipart/form-data; boundary=${BOUNDARY}`,
  };
}

type Container = Record<string, unknown> | unknown[];

/** Every place in a value at which something stands: its container and its key there. */
function placesIn(value: unknown, found: [Container, string][] = []): [Container, string][] {
  if (typeof value !== 'object' || value === null || found.length > 200) return found;
  for (const key of Object.keys(value)) {
    found.push([value as Container, key]);
    placesIn((value as Record<string, unknown>)[key], found);
  }
  return found;
}

function mutated(base: unknown, { at, how, name, value }: Mutation): unknown {
  const copy = structuredClone(base);
  const places = placesIn(copy);
  const [container, key] = places[at % (places.length + 1)] ?? [];
  // The last place is the whole value.
  if (container === undefined || key === undefined)
    return how === 'wrap' ? [copy] : how === 'replace' ? value : copy;
  const holder = container as Record<string, unknown>;
  switch (how) {
    case 'replace':
      holder[key] = value;
      return copy;
    case 'drop':
      if (Array.isArray(container)) container.splice(Number(key), 1);
      else delete holder[key];
      return copy;
    case 'add':
      // JSON has no names in lists, and one of JavaScript's is `length`.
      if (Array.isArray(container)) container.push(value);
      else
        Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
      return copy;
    case 'wrap':
      holder[key] = at % 2 === 0 ? [holder[key]] : { value: holder[key] };
      return copy;
    case 'twice':
      if (Array.isArray(container)) container.push(holder[key]);
      else if (Array.isArray(holder[key])) holder[key] = [...holder[key], ...holder[key]];
      else if (typeof holder[key] === 'string') holder[key] = holder[key].repeat(2);
      return copy;
  }
}

/** Text as part of an address. Halves of characters, which have no encoding, go as bytes that are no UTF-8. */
export function encoded(text: string): string {
  return text
    .split(/([\ud800-\udfff]+)/u)
    .map((part) => (part.isWellFormed() ? encodeURIComponent(part) : '%ED%A0%80'))
    .join('');
}

export function queryString(query: Plan['query'], idOf: (id: IdOf) => string): string {
  const parts = query.map(([name, value]) => `${encoded(name)}=${encoded(String(withIds(value, idOf)))}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
