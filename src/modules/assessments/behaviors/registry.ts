import { adaptive, adaptiveFree } from './adaptive';
import type { Behavior, BehaviorName } from './behavior';
import { deferred, deferredCertainty } from './deferred';
import { immediate, immediateCertainty } from './immediate';
import { interactive } from './interactive';

const BY_NAME: Readonly<Record<BehaviorName, Behavior>> = {
  deferred,
  immediate,
  interactive,
  adaptive,
  adaptive_no_penalty: adaptiveFree,
  deferred_certainty: deferredCertainty,
  immediate_certainty: immediateCertainty,
};

/** Every behavior there is, in the order in which they are shown. */
export const BEHAVIORS: readonly Behavior[] = Object.values(BY_NAME);

/** Attempts of before there were behaviors name none. */
export function behaviorNamed(name: BehaviorName | undefined): Behavior {
  return BY_NAME[name ?? 'deferred'];
}
