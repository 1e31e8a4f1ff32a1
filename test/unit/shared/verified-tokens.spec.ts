import { VerifiedTokens } from '../../../src/shared/auth/verified-tokens';

const MOST = 10_000;

describe('remembered tokens', () => {
  const claims = (sub: number) => ({ sub: `user-${sub}`, sid: 'session', exp: 1 });
  const filled = (count: number): VerifiedTokens => {
    const tokens = new VerifiedTokens();
    for (let number = 0; number < count; number += 1) tokens.remember(`Bearer ${number}`, claims(number));
    return tokens;
  };

  it('remembered tokens are found by the whole header, and by nothing else', () => {
    const tokens = filled(1);
    expect(tokens.find('Bearer 0')).toEqual(claims(0));
    for (const header of [undefined, '', 'Bearer ', 'bearer 0', 'Bearer 0 ', 'Bearer 1'])
      expect(tokens.find(header)).toBeUndefined();
  });

  it('remembered tokens make room for new ones, the oldest first', () => {
    const tokens = filled(MOST + 1);
    expect(tokens.find('Bearer 0')).toBeUndefined();
    expect(tokens.find('Bearer 1')).toEqual(claims(1));
    expect(tokens.find(`Bearer ${MOST}`)).toEqual(claims(MOST));
  });
});
