import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { hashOf } from './response-hash';

/** One answer that a receipt is about. */
export interface ReceiptEntry {
  questionId: string;
  sequence: number;
  /** `hashOf` the response. */
  sha256: string;
}

/** What the server states: these answers were in the log of the attempt at this instant. */
export interface ReceiptFacts {
  kind: 'answer' | 'submission';
  attemptId: string;
  /** When the answer was saved, or the attempt ended. */
  at: Date;
  entries: ReceiptEntry[];
}

/** A receipt that is ours, and the key that it was made with. */
export interface OpenedReceipt extends ReceiptFacts {
  keyId: string;
}

type Payload = [kind: 'a' | 's', attemptId: string, at: number, ...entries: [string, number, string][]];

/** Distinguishes these keys from others that are derived from the same secrets. */
const PURPOSE = 'stoa receipts 1';
const PARTS = /^(?<signed>(?<keyId>[\w.-]{1,64})\.(?<payload>[\w-]+))\.(?<mac>[\w-]{43})$/;

/**
 * Receipts for answers: text that anybody can read and only this server can make. HMAC-SHA-256 over the id of the key, the
 * attempt, the instant, and of each answer its question, its sequence and the SHA-256 of the response.
 *
 * The keys are those of RECEIPT_KEYS, or where there are none those of the access tokens. The first signs, all verify.
 */
@Injectable()
export class Receipts {
  private readonly keys: ReadonlyMap<string, KeyObject>;
  private readonly keyId: string;

  constructor(@Inject(SETTINGS) { receiptKeys }: Settings) {
    this.keys = new Map(
      // A key object, since Node makes one of bytes for every text that is signed, which takes longer than signing.
      receiptKeys.map(({ kid, secret }) => [kid, createSecretKey(keyBytes(secret))]),
    );
    const [first] = receiptKeys;
    if (!first) throw new Error('There is no key to sign receipts with.');
    this.keyId = first.kid;
  }

  ofAnswer(
    attemptId: string,
    at: Date,
    { questionId, sequence, response }: { questionId: string; sequence: number; response: unknown },
  ): string {
    return this.sign({
      kind: 'answer',
      attemptId,
      at,
      entries: [{ questionId, sequence, sha256: hashOf(response) }],
    });
  }

  /** Of all answers that count in an attempt that has ended. */
  ofSubmission(
    attemptId: string,
    at: Date,
    answers: readonly { id: string; sequence: number | null; response: unknown }[],
  ): string {
    const entries = answers.flatMap(({ id, sequence, response }) =>
      sequence === null ? [] : [{ questionId: id, sequence, sha256: hashOf(response) }],
    );
    return this.sign({ kind: 'submission', attemptId, at, entries });
  }

  /** What a receipt states; undefined for a text that is no receipt of ours. */
  open(receipt: string): OpenedReceipt | undefined {
    const { signed = '', keyId = '', payload = '', mac = '' } = PARTS.exec(receipt)?.groups ?? {};
    const key = this.keys.get(keyId);
    if (!key) return undefined;
    // Compared as text: several texts can stand for the same bytes, and only the one that we wrote is ours.
    if (!timingSafeEqual(Buffer.from(macOf(key, signed)), Buffer.from(mac))) return undefined;
    const [kind, attemptId, at, ...entries] = JSON.parse(
      Buffer.from(payload, 'base64url').toString(),
    ) as Payload;
    return {
      ...{ keyId, attemptId, at: new Date(at), kind: kind === 'a' ? 'answer' : 'submission' },
      entries: entries.map(([questionId, sequence, sha256]) => ({ questionId, sequence, sha256 })),
    };
  }

  private sign({ kind, attemptId, at, entries }: ReceiptFacts): string {
    const payload: Payload = [
      kind === 'answer' ? 'a' : 's',
      attemptId,
      at.getTime(),
      ...entries.map(({ questionId, sequence, sha256 }): [string, number, string] => [
        questionId,
        sequence,
        sha256,
      ]),
    ];
    const signed = `${this.keyId}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
    return `${signed}.${macOf(this.keys.get(this.keyId) as KeyObject, signed)}`;
  }
}

function keyBytes(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, 32));
}

function macOf(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
