import { type NameSearch, nameSearch as search } from '../../../src/modules/identity/users/name-search';

const nameSearch = (text: string): NameSearch => search(text, { throughAddresses: true });

describe('the search for people', () => {
  it('looks for one word at the beginning of every name', () => {
    const { sql, params } = nameSearch('lind');
    expect(sql.split(' UNION ')).toHaveLength(4);
    expect(params).toEqual(['lind%', 'lind%', 'lind%', 'lind%']);
  });

  it('looks for several words as two names in either order, wherever they part', () => {
    const { sql, params } = nameSearch('jan van berg');
    expect(sql.split(' UNION ')).toHaveLength(8);
    expect(params.slice(4)).toEqual([
      ...['jan', 'van berg%', 'jan', 'van berg%'],
      ...['jan van', 'berg%', 'jan van', 'berg%'],
    ]);
  });

  it('lets the wildcards of LIKE stand for themselves', () => {
    expect(nameSearch('100%_\\').params[0]).toBe('100\\%\\_\\\\%');
  });

  it('does not grow without bounds with the words', () => {
    expect(nameSearch('a b c d e f g h i j').sql.split(' UNION ')).toHaveLength(10);
  });

  it('looks through no email address for whoever may not see them, but finds a whole one', () => {
    const { sql, params } = search('lind', { throughAddresses: false });
    expect(sql).not.toContain('email LIKE');
    expect(sql).toContain('email = ?');
    expect(sql).toContain("username LIKE ? AND username NOT LIKE '%@%'");
    expect(params).toEqual(['lind%', 'lind%', 'lind%', 'lind', 'lind']);
  });

  it('has a value for every placeholder', () => {
    for (const text of ['a', 'a b', 'a b c d e', ' , ']) {
      const { sql, params } = nameSearch(text);
      expect(sql.split('?')).toHaveLength(params.length + 1);
    }
  });
});
