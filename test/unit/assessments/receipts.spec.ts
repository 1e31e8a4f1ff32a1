import fc from 'fast-check';
import { Receipts } from '../../../src/modules/assessments/attempts/receipts';
import { hashOf } from '../../../src/modules/assessments/attempts/response-hash';
import { loadSettings, type SigningKey } from '../../../src/config/settings';

const OLD = { kid: 'old', secret: 'o'.repeat(40) };
const NEW = { kid: 'new.2026', secret: 'n'.repeat(40) };
const receiptsWith = (...receiptKeys: SigningKey[]): Receipts =>
  new Receipts({ ...loadSettings({}), receiptKeys });

const ATTEMPT = '01990000-0000-7000-8000-00000000ee01';
const QUESTION = '01990000-0000-7000-8000-00000000ee02';
const AT = new Date('2026-03-02T09:00:00.123Z');
const ANSWER = { questionId: QUESTION, sequence: 2 ** 52, response: 'median' };

describe('a receipt for answers', () => {
  it('states attempt, question, sequence, hash of the answer, instant and key', () => {
    const receipts = receiptsWith(NEW);
    expect(receipts.open(receipts.ofAnswer(ATTEMPT, AT, ANSWER))).toEqual({
      ...{ keyId: 'new.2026', kind: 'answer', attemptId: ATTEMPT, at: AT },
      entries: [{ questionId: QUESTION, sequence: 2 ** 52, sha256: hashOf('median') }],
    });
  });

  it('of a submission states every question that was answered', () => {
    const receipts = receiptsWith(NEW);
    const answers = [
      { id: QUESTION, sequence: 1, response: null },
      { id: ATTEMPT, sequence: null, response: null },
    ];
    expect(receipts.open(receipts.ofSubmission(ATTEMPT, AT, answers))).toMatchObject({
      kind: 'submission',
      entries: [{ questionId: QUESTION, sequence: 1, sha256: hashOf(null) }],
    });
  });

  it('is not genuine any more with one bit changed, anywhere', () => {
    const receipts = receiptsWith(NEW);
    const bytes = Buffer.from(receipts.ofAnswer(ATTEMPT, AT, ANSWER));
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3]! ^= 1 << (bit & 7);
      expect(receipts.open(forged.toString('latin1'))).toBeUndefined();
    }
  });

  it('is known after its key was replaced, and not after it was taken away', () => {
    const receipt = receiptsWith(OLD).ofAnswer(ATTEMPT, AT, ANSWER);
    expect(receiptsWith(NEW, OLD).open(receipt)).toMatchObject({ keyId: 'old' });
    expect(receiptsWith(NEW).open(receipt)).toBeUndefined();
    // The name of a key is part of what is signed.
    expect(receiptsWith({ ...OLD, kid: 'other' }).open(receipt.replace('old', 'other'))).toBeUndefined();
  });

  it('of no text that is none of ours fails otherwise than by being refused', () => {
    const receipts = receiptsWith(NEW);
    fc.assert(fc.property(fc.string(), (text) => expect(receipts.open(text)).toBeUndefined()));
  });
});

describe('the hash of an answer', () => {
  it('depends on what it says, not on the order of the members of objects', () => {
    expect(hashOf({ b: [1, { d: 'x', c: null }], a: 'y' })).toBe(
      hashOf({ a: 'y', b: [1, { c: null, d: 'x' }] }),
    );
    expect(hashOf(['a', 'b'])).not.toBe(hashOf(['b', 'a']));
    expect(hashOf(undefined)).toBe(hashOf(null));
  });
});
