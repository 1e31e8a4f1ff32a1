import { IntlMessageFormat } from 'intl-messageformat';
import { languageOf } from './languages';
import { type Language, type Parameter, type Sentence, textOf } from './sentence';

/** By language and key: reading a message takes longer than filling it in. */
const MESSAGES = new Map<string, IntlMessageFormat>();

/** The sentence as text in a language; in English where it has no translation. */
export function say(sentence: Sentence, language: Language): string {
  const { key, parameters = {} } = sentence;
  const known = textOf(key, language);
  const values = Object.entries(parameters).map(([name, value]) => [
    name,
    parameterSaid(value, known.language),
  ]);
  return messageOf(key, known).format(
    Object.fromEntries(values) as Record<string, string | number>,
  ) as string;
}

/** The sentence as a person reads it, by the language of their profile. */
export function sayTo({ locale }: { locale: string }, sentence: Sentence): string {
  return say(sentence, languageOf(locale) ?? 'en');
}

/** For logs, terminals, and whatever else has no reader of its own. */
export function inEnglish(sentence: Sentence): string {
  return say(sentence, 'en');
}

/** The language that `say` would use: the one wanted, or English where the sentence has no translation. */
export function languageSaid(sentence: Sentence, wanted: Language): Language {
  return textOf(sentence.key, wanted).language;
}

function messageOf(key: string, { text, language }: ReturnType<typeof textOf>): IntlMessageFormat {
  const name = `${language} ${key}`;
  let message = MESSAGES.get(name);
  if (!message) {
    message = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
    MESSAGES.set(name, message);
  }
  return message;
}

/** A parameter as it stands in a sentence. */
export function parameterSaid(value: Parameter, language: Language): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (value instanceof Date) return value.toISOString();
  if ('key' in value) return say(value, language);
  return value.map((part) => parameterSaid(part, language)).join('; ');
}
