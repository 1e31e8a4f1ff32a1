import { rmSync } from 'node:fs';

/** Leaves nothing behind: drops the run's databases, ends its own server and removes its folder. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.stoaTestRun?.close();
  if (!globalThis.stoaTestServer) return;
  const { server, folder } = globalThis.stoaTestServer;
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
