import { catalog } from '../sentences/sentence';

/** What is said of the characters of a text. `field` is its path in the request. */
export const sentences = catalog(
  'text',
  {
    halfCharacter: '{field} must not hold half a character (an unpaired surrogate)',
    oneLine: '{field} must be one line without control characters; character {place} is {name}',
    noControlCharacters:
      '{field} must not hold control characters other than line breaks and tabs; character {place} is {name}',
  },
  {
    de: {
      halfCharacter: '{field} darf kein halbes Zeichen (ein einzelnes Surrogat) enthalten',
      oneLine: '{field} muss eine Zeile ohne Steuerzeichen sein; das {place}. Zeichen ist {name}',
      noControlCharacters:
        '{field} darf außer Zeilenumbrüchen und Tabulatoren keine Steuerzeichen enthalten; das {place}. Zeichen ist {name}',
    },
  },
);
