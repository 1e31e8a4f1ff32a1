import { adaptive, adaptiveFree } from './adaptive';
import type { Behavior } from './behavior';
import { deferred, deferredCertainty } from './deferred';
import { immediate, immediateCertainty } from './immediate';
import { interactive } from './interactive';

/** Every behavior there is, in the order in which they are shown. */
export const BEHAVIORS: readonly Behavior[] = [
  ...[deferred, immediate, interactive, adaptive, adaptiveFree, deferredCertainty, immediateCertainty],
];
