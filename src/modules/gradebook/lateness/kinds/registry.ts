import type { LateKind, LateKindName } from './late-kind';
import { rate } from './rate';
import { steps } from './steps';

/** The kinds of late policies. */
const KINDS: Record<LateKindName, LateKind> = { rate, steps };

export function lateKindNamed(name: LateKindName): LateKind {
  return KINDS[name];
}
