/**
 * Something to say to a person, apart from any language: which sentence of the catalogs, and what stands in it. Plain
 * data that survives JSON. Made by the functions of a `catalog`, turned into text by `say`.
 */
export interface Sentence {
  /** `<catalog>.<name>`. */
  readonly key: string;
  readonly parameters?: Readonly<Record<string, Parameter>>;
}

/**
 * What may stand in a sentence: a text, such as a title, or a number. Other sentences are said in the same language; a
 * list of them is separated by semicolons. Instants are written as RFC 3339, in UTC.
 */
export type Parameter = string | number | Date | Sentence | readonly (Sentence | string)[];

/** The languages that sentences may be in. English is complete; what another one lacks is said in English. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The parameters that an ICU message takes, by the kind of each: `{title}`, `{count, plural, …}`, `{kind, select, …}`. */
export type ParametersOf<Message extends string> = {
  [Argument in ArgumentsOf<Message> as NameOf<Argument>]: Argument extends `${string},${infer Kind}`
    ? Kind extends ` ${'plural' | 'number' | 'selectordinal'}${string}`
      ? number
      : string
    : Parameter;
};

/*
 * Braces open and close by turns of two kinds: a message holds arguments, and an argument's cases hold messages. Every
 * brace leads from one kind to the other, so an argument begins at each opening brace that an even number of others precede.
 */
type ArgumentsOf<
  Message extends string,
  IsInArgument extends boolean = false,
  Found = never,
> = string extends Message
  ? never
  : FirstBrace<Message> extends [infer Brace, string, infer Rest extends string]
    ? ArgumentsOf<
        Rest,
        IsInArgument extends true ? false : true,
        [Brace, IsInArgument] extends ['{', false] ? Found | HeadOf<Rest> : Found
      >
    : Found;

/** What stands in front of the next brace: `title`, or `count, plural, one `. */
type HeadOf<Rest extends string> =
  FirstBrace<Rest> extends [unknown, infer Head extends string, unknown] ? Head : never;

type NameOf<Argument> = Argument extends `${infer Name},${string}` ? Name : Argument & string;

type FirstBrace<Message extends string> = Message extends `${infer Before}{${infer After}`
  ? Before extends `${infer Earlier}}${infer Later}`
    ? ['}', Earlier, `${Later}{${After}`]
    : ['{', Before, After]
  : Message extends `${infer Before}}${infer After}`
    ? ['}', Before, After]
    : undefined;

/** A function for each sentence, which takes its parameters. */
export type Catalog<English extends Record<string, string>> = {
  readonly [Name in keyof English]: keyof ParametersOf<English[Name]> extends never
    ? () => Sentence
    : (parameters: ParametersOf<English[Name]>) => Sentence;
};

/** Some or all of a catalog's sentences in the other languages. */
export type Translations<Name extends PropertyKey> = {
  readonly [L in Exclude<Language, 'en'>]?: Readonly<Partial<Record<Name, string>>>;
};

type Texts = { readonly en: string } & { readonly [L in Language]?: string };

const TEXTS = new Map<string, Texts>();

/**
 * A module's sentences for people, as ICU messages by name: `{ noSeatLeft: 'All {seats} seats are taken.' }`. `name` is
 * that of the module. A parameter that is missing or misspelled does not compile.
 */
export function catalog<const English extends Record<string, string>>(
  name: string,
  english: English,
  translations: Translations<keyof English> = {},
): Catalog<English> {
  const functions = Object.entries(english).map(([sentence, en]) => {
    const key = `${name}.${sentence}`;
    if (TEXTS.has(key)) throw new Error(`The sentence ${key} is in two catalogs`);
    const others = Object.entries(translations).map(([language, texts]) => [
      language,
      (texts as Record<string, string | undefined>)[sentence],
    ]);
    TEXTS.set(key, { en, ...(Object.fromEntries(others) as object) });
    return [
      sentence,
      (parameters?: Record<string, Parameter>): Sentence => (parameters ? { key, parameters } : { key }),
    ];
  });
  return Object.fromEntries(functions) as Catalog<English>;
}

/** The ICU message of a sentence, in the language wanted where it has been translated, and the language that it is in. */
export function textOf(key: string, wanted: Language): { text: string; language: Language } {
  const texts = TEXTS.get(key);
  if (!texts) throw new Error(`No catalog has the sentence ${key}`);
  const text = texts[wanted];
  return text === undefined ? { text: texts.en, language: 'en' } : { text, language: wanted };
}

/** Every sentence in every language it has, for the test that reads them all. */
export function allTexts(): ReadonlyMap<string, Texts> {
  return TEXTS;
}
