import type { People } from './people';
import type { Caller, Scene } from './scenes';

/** What recipes are made of. */
export interface Kitchen {
  people: People;
  mailFolder: string;
  bundles: { whole: Buffer; half: Buffer };
}

const PATIENCE_MS = 20_000;

/** Asks again and again until there is an answer other than undefined. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline;) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resume) => setTimeout(resume, 25));
  }
  throw new Error('It did not come about in time.');
}

/** Somebody of the scene with this standing. */
export function one(scene: Scene, standing: string): Caller {
  const caller = scene.callers[standing]?.[0];
  if (caller === undefined) throw new Error(`The scene has no ${standing}.`);
  return caller;
}
