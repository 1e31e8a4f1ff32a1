import Negotiator from 'negotiator';
import { type Language, LANGUAGES } from './sentence';

/** The language of a profile's locale (`de-AT` is read in German), if there are sentences in it. */
export function languageOf(locale: string | undefined): Language | undefined {
  const [tag] = (locale ?? '').toLowerCase().split('-', 1);
  return LANGUAGES.find((language) => language === tag);
}

/** The language that `Accept-Language` (RFC 9110 §12.5.4) likes best of those there are, if any. */
export function acceptedLanguage(header: string | undefined): Language | undefined {
  if (header === undefined) return undefined;
  const [liked] = new Negotiator({ headers: { 'accept-language': header } }).languages([...LANGUAGES]);
  return languageOf(liked);
}

/** Who reads an answer: the caller, where it is known who that is, and what their program sent. */
export interface Reader {
  user?: { locale: string } | undefined;
  headers: { 'accept-language'?: string | undefined };
}

/** The language for whoever sent a request: that of their profile, else one that their program accepts, else English. */
export function languageFor({ user, headers }: Reader): Language {
  return languageOf(user?.locale) ?? acceptedLanguage(headers['accept-language']) ?? 'en';
}
