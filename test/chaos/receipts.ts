import { createHash, createHmac, hkdfSync } from 'node:crypto';

/**
 * Receipts, checked as whoever knows the key and the description of the API would do it: nothing here is the application's
 * own code.
 */

/** The key of this run: not a secret, since the servers live on this machine for some minutes. */
export const RECEIPT_KEY = { kid: 'chaos', secret: 'pW8fR2kXq5Lz0VnT7mYc3JdHs9BgEa4UoKi6ZxN1' };

const KEY = Buffer.from(hkdfSync('sha256', RECEIPT_KEY.secret, '', 'stoa receipts 1', 32));

/** An answer that a receipt states. */
export interface ReceivedAnswer {
  questionId: string;
  /** Undefined where the client did not hear it. */
  sequence: number | undefined;
  response: unknown;
}

/** A receipt that a client was given, and what it must state. */
export interface GivenReceipt {
  text: string;
  kind: 'answer' | 'submission';
  attemptId: string;
  answers: ReceivedAnswer[];
}

interface Statement {
  kind: 'answer' | 'submission';
  attemptId: string;
  answers: { questionId: string; sequence: number; sha256: string }[];
}

/** Why a receipt does not state what it must, in a sentence; undefined where it does. */
export function faultOf(receipt: GivenReceipt): string | undefined {
  const { text, kind, attemptId, answers } = receipt;
  const stated = statementOf(text);
  if (!stated) return `the receipt ${text} is not genuine`;
  const isOfAttempt = stated.kind === kind && stated.attemptId === attemptId;
  const sent = answers.filter(({ response }) => response !== null);
  const isWhole =
    isOfAttempt &&
    sent.every(({ questionId, sequence, response }) => {
      const found = stated.answers.find((answer) => answer.questionId === questionId);
      return found?.sha256 === hashOf(response) && (sequence === undefined || found.sequence === sequence);
    });
  return isWhole
    ? undefined
    : `the receipt for ${kind} of attempt ${attemptId} states ${JSON.stringify(stated)}, not ${JSON.stringify(answers)}`;
}

/** What a genuine receipt states; undefined for a forged one. */
export function statementOf(text: string): Statement | undefined {
  const end = text.lastIndexOf('.');
  const signed = text.slice(0, end);
  if (createHmac('sha256', KEY).update(signed).digest('base64url') !== text.slice(end + 1)) return undefined;
  const [keyId, payload] = signed.split('.');
  if (keyId !== RECEIPT_KEY.kid) return undefined;
  const [kind, attemptId, , ...entries] = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as [
    string,
    string,
    number,
    ...[string, number, string][],
  ];
  return {
    kind: kind === 'a' ? 'answer' : 'submission',
    attemptId,
    answers: entries.map(([questionId, sequence, sha256]) => ({ questionId, sequence, sha256 })),
  };
}

/** Of texts and lists of texts, which are all that the learners of a run answer: JSON as it stands is canonical there. */
export function hashOf(response: unknown): string {
  return createHash('sha256').update(JSON.stringify(response)).digest('base64url');
}

/** The receipt with one bit of one character changed. */
export function withFlippedBit(text: string, place: number): string {
  const at = place % text.length;
  const flipped = String.fromCharCode(text.charCodeAt(at) ^ 1);
  return text.slice(0, at) + flipped + text.slice(at + 1);
}
