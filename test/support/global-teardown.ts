import { rmSync } from 'node:fs';

/** Ends the run's own server and removes its folder. */
export default async function globalTeardown(): Promise<void> {
  if (!globalThis.stoaTestServer) return;
  const { server, folder } = globalThis.stoaTestServer;
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
