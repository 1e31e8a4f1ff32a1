import { type NameSearch, nameSearch as search } from '../../../src/modules/identity/users/name-search';

const nameSearch = (text: string): NameSearch => search(text, { throughAddresses: true });

describe('the search for people', () => {
  it('the search for people matches one word at the beginning of every name', () => {
    const { sql, params } = nameSearch('lind');
    expect(sql.split(' UNION ')).toHaveLength(4);
    expect(params).toEqual(Array(4).fill('lind%'));
  });

  it('the search for people matches several words as two names in either order, with every split', () => {
    const { sql, params } = nameSearch('jan van berg');
    expect(sql.split(' UNION ')).toHaveLength(8);
    expect(params.slice(4)).toEqual([
      ...['jan', 'van berg%', 'jan', 'van berg%'],
      ...['jan van', 'berg%', 'jan van', 'berg%'],
    ]);
  });

  it('the search for people escapes the wildcards of LIKE', () => {
    expect(nameSearch('100%_!').params[0]).toBe('100!%!_!!%');
  });

  it('the search for people takes every kind of apostrophe and hyphen, and full-width letters for plain ones', () => {
    for (const text of ["O'Brien", 'O’Brien', 'Ｏ＇Ｂｒｉｅｎ'])
      expect(nameSearch(text).params[0]).toBe('O_Brien%');
    expect(nameSearch('Smith‑Jones').params[0]).toBe('Smith_Jones%');
    const { params } = search('ａｄａ@school.example', { throughAddresses: false });
    expect(params.at(-1)).toBe('ada@school.example');
  });

  it('the search for people limits the number of lookups for many words', () => {
    expect(nameSearch('a b c d e f g h i j').sql.split(' UNION ')).toHaveLength(10);
  });

  it('the search for people matches only whole email addresses for viewers who may not see them', () => {
    const { sql, params } = search('lind', { throughAddresses: false });
    expect(sql).not.toContain('email LIKE');
    expect(sql).toContain('email = ?');
    expect(sql).toContain("username LIKE ? ESCAPE '!' AND username NOT LIKE '%@%'");
    expect(params).toEqual(['lind%', 'lind%', 'lind%', 'lind', 'lind']);
  });

  it('the search for people has a value for every placeholder', () => {
    for (const text of ['a', 'a b', 'a b c d e', ' , ']) {
      const { sql, params } = nameSearch(text);
      expect(sql.split('?')).toHaveLength(params.length + 1);
    }
  });
});
