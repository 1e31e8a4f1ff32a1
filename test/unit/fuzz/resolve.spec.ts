import fc from 'fast-check';
import type { Mutation } from '../../fuzz/plan';
import { bytesOf } from '../../fuzz/resolve';

const mutated = (base: unknown, mutation: Partial<Mutation>): unknown => {
  const whole: Mutation = { at: 0, how: 'add', name: 'extra', value: 'x', ...mutation };
  const { bytes } = bytesOf({ base, mutations: [whole] }, undefined, () => 'id')!;
  return JSON.parse(bytes.toString()) as unknown;
};

describe('the bodies of the fuzzer', () => {
  it('a name is added to an object, built-in names too', () => {
    expect(mutated({ title: 'a' }, {})).toEqual({ title: 'a', extra: 'x' });
    expect(Object.keys(mutated({ title: 'a' }, { name: '__proto__' }) as object)).toContain('__proto__');
  });

  it('a value is added to a list, whatever its name', () => {
    for (const name of ['extra', 'length', '0'])
      expect(mutated(['a'], { name, value: -1 })).toEqual(['a', -1]);
  });

  it('a body that is too deep to be written is sent as it was', () => {
    let value: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    expect(mutated({ title: 'a' }, { value })).toEqual({ title: 'a' });
  });

  it('any mutation of any body gives bytes', () => {
    const mutation = fc.record<Mutation>({
      at: fc.nat({ max: 60 }),
      how: fc.constantFrom<Mutation['how']>('replace', 'drop', 'add', 'wrap', 'twice'),
      name: fc.oneof(fc.constantFrom('length', '__proto__', 'constructor'), fc.string({ maxLength: 8 })),
      value: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(mutation, { maxLength: 3 }), (base, mutations) => {
        expect(bytesOf({ base, mutations }, undefined, () => 'id')?.bytes).toBeInstanceOf(Buffer);
      }),
    );
  });
});
