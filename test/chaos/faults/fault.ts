import type { Random } from '../../../src/demo/content/random';
import type { StoreName } from '../options';
import type { Replicas } from '../replicas';
import type { ChaosStore } from '../store';

/** What a fault may break. */
export interface Stage {
  replicas: Replicas;
  store: ChaosStore;
  random: Random;
}

/** A way to break something, and what must be there to break it. */
export interface Fault {
  name: string;
  store: StoreName | 'any';
  /** Whether a run makes it without being told to. */
  isUsual: (store: StoreName) => boolean;
  /** Makes the fault and repairs what does not recover by itself. Returns a short description. */
  make: (stage: Stage) => Promise<string>;
}
