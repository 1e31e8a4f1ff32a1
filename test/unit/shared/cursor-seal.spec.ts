import { CursorSeal } from '../../../src/shared/http/cursor-seal';
import { seededRandom } from '../seeded-random';

const OLD = { kid: 'old', secret: 'an-old-secret-of-32-characters-or-more' };
const NEW = { kid: 'new', secret: 'a-new-secret-of-32-characters-and-more' };

describe('a sealed cursor', () => {
  const seal = new CursorSeal([OLD]);

  it('a sealed cursor opens to its place, in its list only', () => {
    const { below, pick } = seededRandom(5);
    for (let round = 0; round < 300; round += 1) {
      const place = Array.from({ length: below(40) }, () => pick(['a', 'é', '😀', '"', '\\', '0'])).join('');
      const cursor = seal.seal(place, `list ${round}`);
      expect(cursor).toMatch(/^[\w-]+$/);
      expect(seal.open(cursor, `list ${round}`)).toBe(place);
      expect(seal.open(cursor, `list ${round + 1}`)).toBeUndefined();
    }
  });

  it('a sealed cursor tells nothing of its place, not even that two are the same', () => {
    const [one, other] = [seal.seal('Nwachukwu', 'roster'), seal.seal('Nwachukwu', 'roster')];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('Nwachukwu');
  });

  it('a sealed cursor opens no more once any of its characters is another, is missing, or is one too many', () => {
    const cursor = seal.seal('["Nwachukwu","Amara","01990000-0000-7000-8000-000000000001"]', 'roster');
    for (let index = 0; index < cursor.length; index += 1) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      expect(seal.open(cursor.slice(0, index) + other + cursor.slice(index + 1), 'roster')).toBeUndefined();
      expect(seal.open(cursor.slice(0, index), 'roster')).toBeUndefined();
    }
    for (const more of ['A', '=', '!', ' ']) expect(seal.open(cursor + more, 'roster')).toBeUndefined();
  });

  it('a sealed cursor opens by any key, and is sealed by the first', () => {
    const rotated = new CursorSeal([NEW, OLD]);
    const later = new CursorSeal([NEW]);
    expect(rotated.open(seal.seal('place', 'list'), 'list')).toBe('place');
    expect(later.open(rotated.seal('place', 'list'), 'list')).toBe('place');
    expect(later.open(seal.seal('place', 'list'), 'list')).toBeUndefined();
    expect(seal.open(rotated.seal('place', 'list'), 'list')).toBeUndefined();
  });

  it('a sealed cursor is short enough for the longest names there are', () => {
    const name = '😀'.repeat(255);
    expect(
      seal.seal(JSON.stringify([name, name, '01990000-0000-7000-8000-000000000001']), 'x').length,
    ).toBeLessThan(4000);
  });
});
