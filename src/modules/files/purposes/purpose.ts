import type { PlatformAction } from '../../../shared/auth/permissions';
import type { MediaType } from '../media-types';

/** What files are uploaded for: it says what they may be. */
export interface FilePurpose<Name extends string = string> {
  /** At most 20 characters. */
  name: Name;
  /** Who may upload for it. */
  permission: PlatformAction;
  /** What the content may be. */
  types: readonly MediaType[];
  /** Somebody's own work: no page and no question can show it to others, whoever may read it. */
  isPersonal?: true;
  /** Of one file, where it is less than FILE_LIMIT_MEGABYTES. */
  mostMegabytes?: number;
}

/** Lets the compiler find the name. */
export function filePurpose<const Name extends string>(purpose: FilePurpose<Name>): FilePurpose<Name> {
  return purpose;
}
