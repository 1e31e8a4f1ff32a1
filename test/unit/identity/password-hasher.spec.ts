import { loadSettings } from '../../../src/config/settings';
import { PasswordHasher } from '../../../src/modules/identity/passwords/password-hasher';
import { HashCount } from '../../support/password-hashes';

const MAX_WAITING = 200;

function hasherOf(concurrency: number): PasswordHasher {
  return new PasswordHasher(loadSettings({ PASSWORD_HASH_CONCURRENCY: String(concurrency) }));
}

describe('the password hasher', () => {
  it('the password hasher begins no more hashes at a time than the setting allows, and the others in turn', async () => {
    const hasher = hasherOf(2);
    const hashes = new HashCount();
    const all = ['a', 'b', 'c', 'd'].map((password) => hasher.hash(password));
    // Before any of them can have ended.
    expect(hashes.count).toBe(2);
    await Promise.race(all.slice(0, 2));
    expect(hashes.count).toBe(3);
    await Promise.all(all);
    hashes.stop();
    expect(hashes.count).toBe(4);
  });

  it('the password hasher begins the next hash when one fails', async () => {
    const hasher = hasherOf(1);
    const failing = hasher.verify('no hash', 'a');
    const next = hasher.hash('b');
    await expect(failing).rejects.toThrow('Decoding failed');
    expect(await hasher.verify(await next, 'b')).toBe(true);
  });

  it('the password hasher does not let a later hash overtake one that waits', async () => {
    const hasher = hasherOf(1);
    const done: string[] = [];
    const hash = (password: string): Promise<unknown> =>
      hasher.hash(password).then(() => done.push(password));
    const first = hash('a');
    const waiting = hash('b');
    await first;
    await Promise.all([waiting, hash('c')]);
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('the password hasher refuses a hash when too many wait, and accepts it again later', async () => {
    const hasher = hasherOf(1);
    const first = hasher.hash('a');
    // These fail at once when it is their turn.
    const waiting = Array.from({ length: MAX_WAITING }, () => hasher.verify('no hash', 'a'));
    const failures = Promise.allSettled(waiting);
    await expect(hasher.hash('one too many')).rejects.toMatchObject({ code: 'identity.busy' });
    await first;
    await failures;
    expect(await hasher.verify(await hasher.hash('again'), 'again')).toBe(true);
  });
});
