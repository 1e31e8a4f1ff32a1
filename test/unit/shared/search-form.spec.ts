import fc from 'fast-check';
import { plainForm, searchForm } from '../../../src/shared/text/search-form';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe('the form in which names are searched', () => {
  it.each([
    ['letter case', 'MÜLLER', 'müller'],
    ['accents', 'müller', 'muller'],
    ['accents set on letters', 'mu\u0308ller', 'müller'],
    ['accents of capital letters', 'ÅSTRÖM', 'astrom'],
    ['accents of Greek letters', 'Νίκος', 'νικοσ'],
    ['accents of Cyrillic letters', 'Фёдор', 'федор'],
    ['a capital I with a dot', 'İbrahim', 'ibrahim'],
    ['an i without a dot', 'Işık', 'isik'],
    ['full width', 'Ｍｕｌｌｅｒ', 'muller'],
    ['half-width katakana', 'ｶﾞ', 'ガ'],
    ['a typographic apostrophe', 'O’Brien', "O'Brien"],
    ['an apostrophe that opens', 'O‘Brien', "O'Brien"],
    ['an apostrophe that is a letter', 'Oʼahu', "O'ahu"],
    ['an accent typed as an apostrophe', 'O´Brien', "O'Brien"],
    ['a backtick', 'O`Brien', "O'Brien"],
    ['a full-width apostrophe', 'O＇Brien', "O'Brien"],
    ['quotation marks', '“Bob”', '"bob"'],
    ['a hyphen that does not break', 'Smith‑Jones', 'smith-jones'],
    ['a dash', 'Smith–Jones', 'smith-jones'],
    ['a soft hyphen', 'Kran\u00adken', 'kranken'],
    ['a zero-width space', 'Ada\u200b Byron', 'ada byron'],
    ['a space that does not break', 'Ada\u00a0Byron', 'ada byron'],
    ['spaces at the ends and in a row', '  Ada   Byron ', 'ada byron'],
    ['a sharp s', 'Strauß', 'STRAUSS'],
    ['a capital sharp s', 'STRAUẞ', 'strauss'],
    ['letters with a stroke', 'Łukasz Bjørn', 'lukasz bjorn'],
    ['letters of two', 'Æsir Œuvre', 'aesir oeuvre'],
    ['a ligature', 'ﬁnn', 'finn'],
    ['a final sigma', 'ΝΙΚΟΣ', 'νικος'],
  ])('ignores %s', (_what, one, other) => {
    expect(searchForm(one)).toBe(searchForm(other));
  });

  it.each([
    ['an umlaut and its letter with an e', 'müller', 'mueller'],
    ['a name with and without an apostrophe', "O'Brien", 'OBrien'],
    ['a name with a hyphen and with a space', 'Anne-Marie', 'Anne Marie'],
    ['kana with and without a sound mark', 'か', 'が'],
    ['Hindi words with other vowels', 'कि', 'कु'],
    ['Thai words with and without a tone mark', 'ขาว', 'ข่าว'],
    ['scripts', 'а', 'a'],
  ])('keeps apart %s', (_what, one, other) => {
    expect(searchForm(one)).not.toBe(searchForm(other));
  });

  it('is the same when it is made twice', () => {
    fc.assert(fc.property(anyText, (text) => searchForm(searchForm(text)) === searchForm(text)));
  });

  it('is the same for every spelling of the same Unicode text', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'), (text, form) => {
        // An accent by itself is a kind of apostrophe only where it was typed so.
        const spelled = text.replace(/[\u00b4\u1fef\u1ffd]/gu, '').normalize('NFD');
        expect(searchForm(spelled.normalize(form))).toBe(searchForm(spelled));
      }),
    );
  });

  it('is the same for capitals and small letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aäåéßñøłœćżÅÉŠžüõ·ıİкйЁσς') }), (text) => {
        expect(searchForm(text.toLowerCase())).toBe(searchForm(text));
      }),
    );
  });

  it('is never longer than eighteen times the text', () => {
    fc.assert(fc.property(anyText, (text) => searchForm(text).length <= 18 * text.length));
    expect(searchForm('\ufdfa')).toHaveLength(18);
  });
});

describe('the plain form of a username', () => {
  it('has no full-width or typographic twins, and keeps letter case and accents', () => {
    expect(plainForm('ＡｄａＢ')).toBe('AdaB');
    expect(plainForm('o’brien')).toBe("o'brien");
    expect(plainForm('Mu\u0308ller')).toBe('Müller');
    expect(plainForm('a＠school．example')).toBe('a@school.example');
  });

  it('is the same when it is made twice, and is searched like the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(plainForm(plainForm(text))).toBe(plainForm(text));
        expect(searchForm(plainForm(text))).toBe(searchForm(text));
      }),
    );
  });
});
