import { createHmac, hkdfSync } from 'node:crypto';
import { compareReceipts } from '../../chaos/comparison';
import { Ledger } from '../../chaos/ledger';
import { faultOf, type GivenReceipt, hashOf, RECEIPT_KEY, withFlippedBit } from '../../chaos/receipts';

function receiptOf(sequence: number, response: string, kid = RECEIPT_KEY.kid): GivenReceipt {
  const key = Buffer.from(hkdfSync('sha256', RECEIPT_KEY.secret, '', 'stoa receipts 1', 32));
  const payload = ['a', 'attempt', 0, ['first', sequence, hashOf(response)]];
  const signed = `${kid}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return {
    text: `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`,
    ...{ kind: 'answer', attemptId: 'attempt' },
    answers: [{ questionId: 'first', sequence, response }],
  };
}

describe('the receipts that a run was given', () => {
  it('the receipts that a run was given are checked by the key alone, and with any bit changed they are forged', () => {
    const receipt = receiptOf(3, 'median');
    expect(faultOf(receipt)).toBeUndefined();
    for (let place = 0; place < receipt.text.length; place += 1)
      expect(faultOf({ ...receipt, text: withFlippedBit(receipt.text, place) })).toContain('not genuine');
    expect(faultOf(receiptOf(3, 'median', 'another'))).toContain('not genuine');
  });

  it.each([
    ['another answer', { answers: [{ questionId: 'first', sequence: 3, response: 'mean' }] }],
    ['another sequence', { answers: [{ questionId: 'first', sequence: 4, response: 'median' }] }],
    ['another question', { answers: [{ questionId: 'second', sequence: 3, response: 'median' }] }],
    ['another attempt', { attemptId: 'another' }],
    ['a submission', { kind: 'submission' as const }],
  ])('the receipts that a run was given do not stand for %s', (_what, change) => {
    expect(faultOf({ ...receiptOf(3, 'median'), ...change })).toContain('states');
  });

  it('the receipts that a run was given each need the answer in the log, also one that was replaced', () => {
    const ledger = new Ledger();
    ledger.received(receiptOf(3, 'median'));
    ledger.received(receiptOf(4, 'mean'));
    const keyOf = (...of: unknown[]): string => of.join(' ');
    const found = (entries: [string, string][]): number =>
      compareReceipts(ledger, new Map(entries), keyOf).length;
    const second: [string, string] = ['attempt first 4', 'mean'];
    expect(found([['attempt first 3', 'median'], second])).toBe(0);
    expect(found([second])).toBe(1);
    expect(found([['attempt first 3', 'range'], second])).toBe(1);
  });
});
