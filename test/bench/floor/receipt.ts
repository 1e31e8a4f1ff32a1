import { createHmac, createSecretKey, hash, hkdfSync } from 'node:crypto';
import { BENCH_KEY } from '../access-token';

const KEY = createSecretKey(Buffer.from(hkdfSync('sha256', BENCH_KEY.secret, '', 'stoa receipts 1', 32)));

/** States that answers were saved, or counted when the attempt ended. */
export function receiptOf(
  kind: 'a' | 's',
  attemptId: string,
  at: Date,
  answers: readonly { questionId: string; sequence: number; response: unknown }[],
): string {
  const entries = answers.map(({ questionId, sequence, response }) => [
    questionId,
    sequence,
    // Responses of the bench are texts, booleans and lists of texts, which have one form.
    hash('sha256', JSON.stringify(response ?? null), 'base64url'),
  ]);
  const payload = Buffer.from(JSON.stringify([kind, attemptId, at.getTime(), ...entries]));
  const signed = `${BENCH_KEY.kid}.${payload.toString('base64url')}`;
  return `${signed}.${createHmac('sha256', KEY).update(signed).digest('base64url')}`;
}
