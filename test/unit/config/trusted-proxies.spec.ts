import { loadSettings, SettingsError } from '../../../src/config/settings';

function trustOf(text: string): unknown {
  return loadSettings({ TRUST_PROXY: text }).trustProxy;
}

function faultOf(text: string): string {
  try {
    loadSettings({ TRUST_PROXY: text });
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.join();
    throw error;
  }
  return 'none';
}

describe('TRUST_PROXY', () => {
  it.each([
    ['', false],
    ['false', false],
    ['1', 1],
    ['3', 3],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    ['127.0.0.1, fd00::/8,uniquelocal', ['127.0.0.1', 'fd00::/8', 'uniquelocal']],
  ])('TRUST_PROXY takes "%s"', (text, trusted) => {
    expect(trustOf(text)).toEqual(trusted);
  });

  it('TRUST_PROXY refuses to trust everybody, and says what to write instead', () => {
    expect(faultOf('true')).toMatch(/^TRUST_PROXY must say whom to trust.*Write 1 behind one proxy/);
  });

  it.each([
    '0',
    '17',
    '1.5',
    '-1',
    'yes',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '10.0.0/8',
    'fe80::1%eth0',
    '10.0.0.1,',
    '::/129',
  ])('TRUST_PROXY refuses "%s"', (text) => {
    expect(faultOf(text)).toMatch(/^TRUST_PROXY must be false, /);
  });
});
