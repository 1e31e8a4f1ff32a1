import type { Answer, Client, Sent } from './client';
import type { Contract, Operation } from './contract';
import { isFreeText } from './values';

/**
 * After a write that was answered with what was written: the texts in the answer are those that were sent, white space
 * around them aside, and a GET gives the same. Returns what does not hold.
 */
export async function faultsOfReread(
  contract: Contract,
  client: Client,
  { operation, sent, answer }: { operation: Operation; sent: Sent; answer: Answer },
): Promise<string[]> {
  const schema = operation.bodies['application/json']?.schema;
  const asked = parsed(sent.body);
  const written = answer.body as Record<string, unknown> | undefined;
  if (schema === undefined || asked === undefined || typeof written !== 'object' || written === null)
    return [];
  // Nothing was to be done, and the answer is what was there before.
  if (written['isNew'] === false) return [];
  const properties = contract.propertiesOf(schema);
  const shared = Object.keys(asked).filter(
    (name) => Object.hasOwn(properties, name) && Object.hasOwn(written, name),
  );
  const faults = shared
    .filter((name) => isFreeText(name, properties[name]!) && typeof asked[name] === 'string')
    .filter((name) => !isSame(written[name], asked[name] ?? ''))
    .map((name) => `${name} is answered otherwise than it was sent`);
  const target = addressOf(contract, operation, sent, written);
  const { authorization } = sent.headers;
  if (target === undefined || authorization === undefined || faults.length > 0) return faults;
  const again = await client.send({ method: 'GET', target, headers: { authorization } });
  if (again.status !== 200) return [];
  const read = again.body as Record<string, unknown>;
  return shared
    .filter(
      (name) => Object.hasOwn(read, name) && JSON.stringify(read[name]) !== JSON.stringify(written[name]),
    )
    .map((name) => `${name} is another one in the GET that follows`);
}

/** White space around a text is ignored, and an empty text equals none. */
function isSame(written: unknown, asked: string): boolean {
  return written === asked || written === asked.trim() || (written === null && asked.trim() === '');
}

function parsed(body: Buffer | undefined): Record<string, string> | undefined {
  try {
    const value = JSON.parse(body?.toString('utf8') ?? '') as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}

/** Where what was written can be read; undefined where it cannot. */
function addressOf(
  contract: Contract,
  { method, path }: Operation,
  { target }: Sent,
  written: Record<string, unknown>,
): string | undefined {
  if (method !== 'POST') return contract.operation(`GET ${path}`) ? target.replace(/\?.*$/, '') : undefined;
  const noun = path.split('/').pop() ?? '';
  const one = contract.operations.find(
    ({ key, path: place }) =>
      key.startsWith('GET ') && place.startsWith(`/v1/${noun}/{`) && place.split('/').length === 4,
  );
  return one && typeof written['id'] === 'string' ? `/v1/${noun}/${written['id']}` : undefined;
}
