import { hash } from 'node:crypto';

/** SHA-256 of a response in its canonical form (RFC 8785), in base64url. No answer is `null`. */
export function hashOf(response: unknown): string {
  return hash('sha256', canonicalJson(response ?? null), 'base64url');
}

/** JSON without white space, with the members of objects in the order of their names' UTF-16 units. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
