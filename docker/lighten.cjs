/**
 * Runs after each `npm ci`. Where that left out the development dependencies, it removes from the packages what a running
 * server never reads: declarations and source maps, the compiler, which npm keeps because a package names it as an optional
 * peer, the second copy of the S3 client, which is for bundlers, and sharp for another C library than this
 * machine's, which older versions of npm bring, too. They are more than half of all bytes. Does nothing to a
 * development install.
 */
const { existsSync, readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const PACKAGES = join(__dirname, '..', 'node_modules');
/** A development dependency. */
const SIGN_OF_DEVELOPMENT = join(PACKAGES, '@nestjs', 'cli');
const COMPILER = join(PACKAGES, 'typescript');
/** Beside `dist-cjs`, which Node reads. */
const FOR_BUNDLERS = ['@aws-sdk', '@smithy'];
const IMAGES = join(PACKAGES, '@img');
/** glibc or musl: sharp has its binaries for each. */
const isMusl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
const UNREAD = /\.(?:map|d\.[cm]?ts)$/;

if (existsSync(PACKAGES) && !existsSync(SIGN_OF_DEVELOPMENT)) {
  rmSync(COMPILER, { recursive: true, force: true });
  for (const scope of FOR_BUNDLERS)
    for (const name of existsSync(join(PACKAGES, scope)) ? readdirSync(join(PACKAGES, scope)) : [])
      rmSync(join(PACKAGES, scope, name, 'dist-es'), { recursive: true, force: true });
  for (const name of existsSync(IMAGES) ? readdirSync(IMAGES) : [])
    if (/-linux(?:musl)?-/.test(name) && name.includes('-linuxmusl-') !== isMusl)
      rmSync(join(IMAGES, name), { recursive: true, force: true });
  for (const entry of readdirSync(PACKAGES, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && UNREAD.test(entry.name)) rmSync(join(entry.parentPath ?? entry.path, entry.name));
}
