import { enableCompileCache } from 'node:module';

/** Imported before everything else: compiled code is kept on disk, for the next start. Without a writable disk, nothing is kept. */
enableCompileCache?.();
