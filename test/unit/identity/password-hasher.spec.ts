import { hash } from '@node-rs/argon2';
import { loadSettings } from '../../../src/config/settings';
import { PasswordHasher } from '../../../src/modules/identity/passwords/password-hasher';

jest.mock('@node-rs/argon2', () => ({ hash: jest.fn(), verify: jest.fn() }));

const MAX_WAITING = 200;

/** A hasher whose hashes the test finishes by hand. */
function startHasher(concurrency: number): {
  hasher: PasswordHasher;
  calls: { finish: (result: string) => void; fail: (error: Error) => void }[];
} {
  const calls: ReturnType<typeof startHasher>['calls'] = [];
  jest.mocked(hash).mockImplementation(() => new Promise((finish, fail) => calls.push({ finish, fail })));
  return {
    hasher: new PasswordHasher(loadSettings({ PASSWORD_HASH_CONCURRENCY: String(concurrency) })),
    calls,
  };
}

/** Waits until all promises that can continue have done so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the password hasher', () => {
  it('runs no more hashes at a time than the setting allows, and the others in turn', async () => {
    const { hasher, calls } = startHasher(2);
    const done: string[] = [];
    const all = ['a', 'b', 'c', 'd'].map((name) => hasher.hash(name).then(() => done.push(name)));
    await settle();
    expect(calls).toHaveLength(2);
    calls[1]?.finish('hash');
    await settle();
    expect(done).toEqual(['b']);
    expect(calls).toHaveLength(3);
    calls.forEach((call) => call.finish('hash'));
    await settle();
    expect(calls).toHaveLength(4);
    calls[3]?.finish('hash');
    await Promise.all(all);
    expect(done).toEqual(['b', 'a', 'c', 'd']);
  });

  it('starts the next hash when one fails', async () => {
    const { hasher, calls } = startHasher(1);
    const failing = hasher.hash('a');
    const next = hasher.hash('b');
    calls[0]?.fail(new Error('out of memory'));
    await expect(failing).rejects.toThrow('out of memory');
    await settle();
    calls[1]?.finish('hash');
    await expect(next).resolves.toBe('hash');
  });

  it('does not let a later hash overtake one that waits', async () => {
    const { hasher, calls } = startHasher(1);
    const first = hasher.hash('a');
    void hasher.hash('b');
    calls[0]?.finish('hash');
    await first;
    void hasher.hash('c');
    await settle();
    expect(calls).toHaveLength(2);
  });

  it('refuses a hash when too many wait, and accepts it again later', async () => {
    const { hasher, calls } = startHasher(1);
    const waiting = Array.from({ length: MAX_WAITING + 1 }, () => hasher.hash('a'));
    await expect(hasher.hash('one too many')).rejects.toMatchObject({ code: 'identity.busy' });
    calls[0]?.finish('hash');
    await waiting[0];
    const taken = hasher.hash('again');
    for (let turn = 1; turn <= MAX_WAITING + 1; turn += 1) {
      await settle();
      calls[turn]?.finish('hash');
    }
    await expect(taken).resolves.toBe('hash');
  });
});
