import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { acceptedLanguage, languageFor, languageOf } from '../../../src/shared/sentences/languages';
import { inEnglish, languageSaid, say } from '../../../src/shared/sentences/say';
import { allTexts, catalog, LANGUAGES } from '../../../src/shared/sentences/sentence';

const sentences = catalog(
  'example',
  {
    hello: 'Hello {name}.',
    faults: 'There {count, plural, one {is 1 fault} other {are # faults}}: {faults}.',
    closed: 'Closed since {when}.',
    onlyEnglish: 'Nobody has translated this.',
  },
  {
    de: {
      hello: 'Guten Tag {name}.',
      faults: 'Es gibt {count, plural, one {1 Fehler} other {# Fehler}}: {faults}.',
    },
  },
);

describe('a sentence', () => {
  it('a sentence is said in the language asked for, with its parameters', () => {
    expect(say(sentences.hello({ name: 'Amara' }), 'de')).toBe('Guten Tag Amara.');
  });

  it('a sentence is said in English where it has no translation, and tells so', () => {
    expect(say(sentences.onlyEnglish(), 'de')).toBe('Nobody has translated this.');
    expect(languageSaid(sentences.onlyEnglish(), 'de')).toBe('en');
    expect(languageSaid(sentences.hello({ name: 'Amara' }), 'de')).toBe('de');
  });

  it('a sentence says the sentences among its parameters in the same language', () => {
    const faults = sentences.faults({
      count: 2,
      faults: [sentences.hello({ name: 'Amara' }), 'and a text'],
    });
    expect(say(faults, 'en')).toBe('There are 2 faults: Hello Amara.; and a text.');
    expect(say(faults, 'de')).toBe('Es gibt 2 Fehler: Guten Tag Amara.; and a text.');
  });

  it('a sentence shows instants as RFC 3339 in UTC', () => {
    expect(inEnglish(sentences.closed({ when: new Date(0) }))).toBe('Closed since 1970-01-01T00:00:00.000Z.');
  });

  it('a sentence does not read what stands in its parameters as a message', () => {
    expect(inEnglish(sentences.hello({ name: '{name} <b>' }))).toBe('Hello {name} <b>.');
  });

  it('a sentence is the same after it was stored as JSON', () => {
    const stored = JSON.parse(JSON.stringify(sentences.hello({ name: 'Amara' }))) as never;
    expect(say(stored, 'de')).toBe('Guten Tag Amara.');
  });

  it('a sentence belongs to one catalog only', () => {
    expect(() => catalog('example', { hello: 'Hi.' })).toThrow('example.hello is in two catalogs');
  });
});

describe('the language of a reader', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE', 'de'],
    ['en-GB', 'en'],
    ['fr', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('the language of a reader whose profile has the locale %j is %j', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });

  it.each([
    ['de-CH, en;q=0.5', 'de'],
    ['fr, de;q=0.3, en;q=0.2', 'de'],
    ['en, de', 'en'],
    ['de;q=0, fr', undefined],
    ['*', 'en'],
    ['%%%', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('the language of a program that sends Accept-Language %j is %j', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it('the language of a reader is that of the profile before that of the program, and English in the end', () => {
    const headers = { 'accept-language': 'de' };
    expect(languageFor({ user: { locale: 'en-GB' }, headers })).toBe('en');
    expect(languageFor({ user: { locale: 'fr' }, headers })).toBe('de');
    expect(languageFor({ headers: {} })).toBe('en');
  });
});

describe('the catalogs', () => {
  const folder = resolve(__dirname, '../../../src');
  const files = globSync('**/*.sentences.ts', { cwd: folder });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the files are found at run time
  beforeAll(() => files.forEach((file) => require(resolve(folder, file))));

  it('the catalogs hold messages that can be read, with the same parameters in every language', () => {
    expect(files.length).toBeGreaterThan(5);
    const faults: string[] = [];
    for (const [key, texts] of allTexts()) {
      const parameters = parametersOf(texts.en);
      for (const language of LANGUAGES) {
        const text = texts[language];
        if (text !== undefined && parametersOf(text) !== parameters) faults.push(`${language} ${key}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('the catalogs format no dates, whose time zone would be that of the server', () => {
    const dated = [...allTexts()].filter(([, texts]) =>
      Object.values(texts).some((text) => /\{\w+, (date|time)/.test(text)),
    );
    expect(dated).toEqual([]);
  });
});

/** The library's number for a piece of text between parameters. */
const LITERAL = 0;

/** The names and kinds of a message's parameters, in alphabetical order. */
function parametersOf(message: string): string {
  const found = new Set<string>();
  const visit = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of elements) {
      if ('value' in element && Number(element.type) !== LITERAL)
        found.add(`${element.value} (${element.type})`);
      if ('options' in element) for (const option of Object.values(element.options)) visit(option.value);
    }
  };
  visit(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst());
  return [...found].sort().join(', ');
}
