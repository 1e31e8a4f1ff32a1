import { rmSync } from 'node:fs';

/** Leaves nothing behind: drops the run's databases, ends its own server and removes the folder of the run. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.stoaTestRun?.close();
  await globalThis.stoaTestServer?.stop();
  if (globalThis.stoaTestFolder) rmSync(globalThis.stoaTestFolder, { recursive: true, force: true });
}
