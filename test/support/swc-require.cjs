// Lets a test run one TypeScript file as a process of its own: `node --require …/swc-require.cjs file.ts`.
const { dirname } = require('node:path');
const { transformFileSync } = require('@swc/core');

const root = dirname(dirname(__dirname));
require.extensions['.ts'] = (module, file) =>
  module._compile(transformFileSync(file, { cwd: root }).code, file);
