import { activity } from './activity';
import type { FilePurpose } from './purpose';
import { question } from './question';

/** Every purpose there is. One that is not here is refused. */
const REGISTERED = [activity, question] as const;

export type PurposeName = (typeof REGISTERED)[number]['name'];

export const PURPOSE_NAMES: readonly PurposeName[] = REGISTERED.map(({ name }) => name);

const BY_NAME: ReadonlyMap<string, FilePurpose<PurposeName>> = new Map(
  REGISTERED.map((purpose) => [purpose.name, purpose]),
);

/** Undefined for one that is not registered. */
export function findPurpose(name: unknown): FilePurpose<PurposeName> | undefined {
  return typeof name === 'string' ? BY_NAME.get(name) : undefined;
}

/** How large one file may be, in megabytes, where any may have so many. */
export function mostMegabytesOf(purpose: PurposeName, fileLimitMegabytes: number): number {
  return Math.min(findPurpose(purpose)?.mostMegabytes ?? Infinity, fileLimitMegabytes);
}
