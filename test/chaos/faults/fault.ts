import type { Random } from '../../../src/demo/content/random';
import type { StoreName } from '../options';
import type { Replicas } from '../replicas';
import type { ChaosStore } from '../store';

/** What a fault may lay its hands on. */
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
  /** Breaks it, and puts right what does not come back by itself. Returns a word on how. */
  make: (stage: Stage) => Promise<string>;
}
