import { validTail } from '../../../src/shared/http/forwarded-for';

describe('the addresses in an X-Forwarded-For', () => {
  it.each([
    ['one', '192.0.2.1', ['192.0.2.1']],
    [
      'several, of both kinds',
      '192.0.2.1, 2001:db8::1,198.51.100.7',
      ['192.0.2.1', '2001:db8::1', '198.51.100.7'],
    ],
    ['with their ports', '192.0.2.1:50123, [2001:db8::1]:443, [::1]', ['192.0.2.1', '2001:db8::1', '::1']],
    ['what stands right of what is none', '192.0.2.1, <script>, 198.51.100.7', ['198.51.100.7']],
    ['none where the nearest is none', '192.0.2.1, unknown', []],
    ['none of those with a zone', `fe80::1%${'a'.repeat(60)}`, []],
    ['none of an empty one', '', []],
    ['none of a number', '3221225985', []],
  ])('the addresses in an X-Forwarded-For are %s', (_what, header, addresses) => {
    expect(validTail(header)).toEqual(addresses);
  });
});
