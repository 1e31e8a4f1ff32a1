import { createHash } from 'node:crypto';

/*
 * A hash tree as in RFC 6962, section 2.1 (the same in RFC 9162): leaves and nodes are hashed with different first bytes, so that neither
 * can stand for the other, and a tree that is not full is split at the largest power of two below its size.
 */
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** SHA-256 of a leaf: 32 bytes. */
export function leafHash(data: Buffer): Buffer {
  return createHash('sha256').update(LEAF).update(data).digest();
}

/** The root over the hashes of leaves. Of none it is the SHA-256 of nothing. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  return reduce(leaves, 0, leaves.length);
}

/** What has to be known beside a leaf to compute the root: the hashes of its siblings, from the leaf up. */
export function pathOf(leaves: readonly Buffer[], position: number): Buffer[] {
  const path: Buffer[] = [];
  let [begin, end] = [0, leaves.length];
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    const isLeft = position < middle;
    path.unshift(isLeft ? reduce(leaves, middle, end) : reduce(leaves, begin, middle));
    [begin, end] = isLeft ? [begin, middle] : [middle, end];
  }
  return path;
}

/** The root that a leaf and its path lead to; undefined where the path does not fit a tree of this size. */
export function rootFrom(
  leaf: Buffer,
  { position, size, path }: { position: number; size: number; path: readonly Buffer[] },
): Buffer | undefined {
  if (position < 0 || position >= size) return undefined;
  // Which side the leaf is on, from the root down.
  const sides: boolean[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    const isLeft = position < middle;
    sides.unshift(isLeft);
    [begin, end] = isLeft ? [begin, middle] : [middle, end];
  }
  if (sides.length !== path.length) return undefined;
  return sides.reduce(
    (hash, isLeft, step) => (isLeft ? nodeHash(hash, path[step]!) : nodeHash(path[step]!, hash)),
    leaf,
  );
}

function reduce(leaves: readonly Buffer[], begin: number, end: number): Buffer {
  if (end - begin === 1) return leaves[begin]!;
  const middle = begin + splitOf(end - begin);
  return nodeHash(reduce(leaves, begin, middle), reduce(leaves, middle, end));
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/** The largest power of two below the size, which is 2 at least. */
function splitOf(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1));
}
