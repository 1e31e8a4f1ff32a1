import { activity } from './activity';
import type { FilePurpose } from './purpose';

/** Every purpose there is. One that is not here is refused. */
const REGISTERED = [activity] as const;

export type PurposeName = (typeof REGISTERED)[number]['name'];

export const PURPOSE_NAMES: readonly PurposeName[] = REGISTERED.map(({ name }) => name);

const BY_NAME: ReadonlyMap<string, FilePurpose<PurposeName>> = new Map(
  REGISTERED.map((purpose) => [purpose.name, purpose]),
);

/** Undefined for one that is not registered. */
export function findPurpose(name: unknown): FilePurpose<PurposeName> | undefined {
  return typeof name === 'string' ? BY_NAME.get(name) : undefined;
}
