// Lets a test run one TypeScript file as a process of its own: `node --require …/swc-require.cjs file.ts`.
// The suite starts some sixty of them, so what they compile is kept from one to the next.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { dirname, join } = require('node:path');
const { transformSync, version } = require('@swc/core');

const root = dirname(dirname(__dirname));
const cache = join(root, 'node_modules/.cache/stoa-tests');
const settings = readFileSync(join(root, '.swcrc'), 'utf8');

mkdirSync(cache, { recursive: true });
// Node's own, of the code that V8 makes; Node 20 has none.
enableCompileCache?.(join(cache, 'v8'));

require.extensions['.ts'] = (module, file) => module._compile(compiled(file), file);

function compiled(file) {
  const source = readFileSync(file, 'utf8');
  const key = createHash('sha256').update([version, settings, file, source].join('\0')).digest('hex');
  const kept = join(cache, `${key}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { code } = transformSync(source, { cwd: root, filename: file });
    // Renamed when it is whole, since several processes may be at it.
    const unfinished = `${kept}.${process.pid}`;
    writeFileSync(unfinished, code);
    renameSync(unfinished, kept);
    return code;
  }
}
