import { networkOf } from '../../../src/shared/http/network-of';

describe('the network an address is counted by', () => {
  it.each([
    ['an IPv4 address itself', '192.0.2.17', '192.0.2.17'],
    ['the IPv4 address that IPv6 carries', '::ffff:192.0.2.17', '192.0.2.17'],
    ['the same in hexadecimal', '::FFFF:c000:211', '192.0.2.17'],
    ['the /64 of an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['the /64 of one with zeros left out', '2001:db8::1', '2001:db8:0:0::/64'],
    ['the /64 of one that begins with zeros', '::1', '0:0:0:0::/64'],
    ['the /64 of one that ends with zeros', '2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['the /64 without the zone', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['a word for a connection that is gone', undefined, 'gone'],
    ['what is no address as it is', 'unknown', 'unknown'],
  ])('the network by which an address is counted is %s', (_what, address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('the network by which an address is counted is the same for every spelling', () => {
    const spellings = ['2001:DB8:0:0:1::1', '2001:db8::1:0:0:1', '2001:0db8:0000:0000:0001:0000:0000:0001'];
    expect(new Set(spellings.map(networkOf)).size).toBe(1);
  });
});
