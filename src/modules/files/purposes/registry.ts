import type { Caller } from '../../../shared/auth/caller';
import { may, rolesFor } from '../../../shared/auth/permissions';
import { RoleNeededError } from '../../../shared/auth/auth.errors';
import { activity } from './activity';
import { answer } from './answer';
import { feedback } from './feedback';
import type { FilePurpose } from './purpose';
import { question } from './question';

/** Every purpose there is. One that is not here is refused. */
const REGISTERED = [activity, question, answer, feedback] as const;

export type PurposeName = (typeof REGISTERED)[number]['name'];

export const PURPOSE_NAMES: readonly PurposeName[] = REGISTERED.map(({ name }) => name);

const BY_NAME: ReadonlyMap<string, FilePurpose<PurposeName>> = new Map(
  REGISTERED.map((purpose) => [purpose.name, purpose]),
);

/** Those of what is somebody's own work. */
const PERSONAL: readonly string[] = REGISTERED.filter((purpose: FilePurpose) => purpose.isPersonal).map(
  ({ name }) => name,
);

export function isPersonal(purpose: PurposeName): boolean {
  return PERSONAL.includes(purpose);
}

/** Undefined for one that is not registered. */
export function findPurpose(name: unknown): FilePurpose<PurposeName> | undefined {
  return typeof name === 'string' ? BY_NAME.get(name) : undefined;
}

/** Throws RoleNeededError where the caller may not upload for the purpose. */
export function requireUploader(caller: Pick<Caller, 'role'>, purpose: PurposeName): void {
  const action = findPurpose(purpose)?.permission;
  if (action && !may(caller, action).granted) throw new RoleNeededError(rolesFor(action));
}

/** How large one file may be, in megabytes, where any may have so many. */
export function mostMegabytesOf(purpose: PurposeName, fileLimitMegabytes: number): number {
  return Math.min(findPurpose(purpose)?.mostMegabytes ?? Infinity, fileLimitMegabytes);
}
