import { createHash } from 'node:crypto';

/** Letters and digits that are not taken for one another. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const PSEUDONYM_SIGNS = 8;

/**
 * Where a script comes among those of its item: the same whenever they are listed, another for each item, and independent of
 * names and of the order of handing in. Who marks a pile from its top judges the last ones otherwise than the first; so no learner
 * is always among the last (PrairieLearn, docs/manualGrading/index.md). Eight hexadecimal digits.
 */
export function placeOf(seed: number, itemId: string): string {
  return digest(`place:${seed}:${itemId}`).toString('hex', 0, 4);
}

/** What stands for the learner of a piece of work where markers do not want to know who it is. */
export function pseudonymOf(seed: number, workId: string): string {
  const signs = [...digest(`pseudonym:${seed}:${workId}`).subarray(0, PSEUDONYM_SIGNS)].map(
    (byte) => SIGNS[byte % SIGNS.length],
  );
  return `${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
