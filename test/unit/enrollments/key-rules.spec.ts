import { isLongEnough, keySaid, keyState, newKeyText } from '../../../src/modules/enrollments/keys/key-rules';

const OPEN = { revokedAt: null, opensAt: null, closesAt: null, maxUses: null, uses: 0 };
const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 2, 9, minute));

describe('the keys of a course', () => {
  it('are told apart by letters and digits, and not by case, accents, spaces around them or kinds of quotes', () => {
    const keys = ["Hazel's oak", 'hazels oak', 'Under the oak-tree'].map((keyText) => ({ keyText }));
    const said = (text: string): string | undefined => keySaid(keys, text)?.keyText;
    expect(said(' HAZEL\u2019S  OAK ')).toBe("Hazel's oak");
    expect(said('h\u00e1zels oak')).toBe('hazels oak');
    expect(said('under the oak\u2013tree')).toBe('Under the oak-tree');
    expect(said('under the oaktree')).toBeUndefined();
    expect(said('')).toBeUndefined();
    expect(keySaid([], 'hazels oak')).toBeUndefined();
  });

  it('are long enough by what can be seen of them', () => {
    expect(isLongEnough('abcdef')).toBe(true);
    expect(isLongEnough('abcde')).toBe(false);
    expect(isLongEnough('ab\u00ad\u00ad\u00ad\u00adcd')).toBe(false);
    expect(isLongEnough('a    b')).toBe(false);
  });

  it('that are made have no letters that are taken for others, and hardly ever come twice', () => {
    const made = Array.from({ length: 1000 }, () => newKeyText());
    expect(made.filter((key) => !/^[2-9a-hjkmnp-z]{5}-[2-9a-hjkmnp-z]{5}$/.test(key))).toEqual([]);
    expect(new Set(made).size).toBe(1000);
  });

  it('open from their first instant on, until just before their last, for as many people as they say', () => {
    const key = { ...OPEN, opensAt: at(10), closesAt: at(20), maxUses: 2 };
    expect([9, 10, 19, 20].map((minute) => keyState(key, at(minute)))).toEqual([
      ...['not_yet', 'open', 'open', 'over'],
    ]);
    expect([0, 1, 2, 3].map((uses) => keyState({ ...key, uses }, at(15)))).toEqual([
      ...['open', 'open', 'used_up', 'used_up'],
    ]);
    expect(keyState({ ...key, revokedAt: at(11) }, at(15))).toBe('revoked');
    expect(keyState(OPEN, at(0))).toBe('open');
  });
});
