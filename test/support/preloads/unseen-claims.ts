import fs from 'node:fs';

/** A process with this does not see that others have claimed the lock of a folder. */
const readdirSync = fs.readdirSync.bind(fs) as (path: string, options?: object) => string[];
fs.readdirSync = ((path: string, options?: object) =>
  readdirSync(path, options).filter((name) => !String(name).startsWith('lock.'))) as typeof fs.readdirSync;
