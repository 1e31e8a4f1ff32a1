/**
 * Runs after each `npm ci`. Where that left out the development dependencies, it removes from the packages what a running
 * server never reads: declarations and source maps, and the compiler, which npm keeps because a package names it as an
 * optional peer. They are more than half of all bytes. Does nothing to a development install.
 */
const { existsSync, readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const PACKAGES = join(__dirname, '..', 'node_modules');
/** A development dependency. */
const SIGN_OF_DEVELOPMENT = join(PACKAGES, '@nestjs', 'cli');
const COMPILER = join(PACKAGES, 'typescript');
const UNREAD = /\.(?:map|d\.[cm]?ts)$/;

if (existsSync(PACKAGES) && !existsSync(SIGN_OF_DEVELOPMENT)) {
  rmSync(COMPILER, { recursive: true, force: true });
  for (const entry of readdirSync(PACKAGES, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && UNREAD.test(entry.name)) rmSync(join(entry.parentPath ?? entry.path, entry.name));
}
