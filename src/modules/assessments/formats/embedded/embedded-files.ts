import type { NewQuestion } from '../../questions/question-content';

/** Where the bytes of a file are that a question of a file brings along. */
export type EmbeddedContent =
  /** In the document, in base64. */
  | { base64: string }
  /** Another file of the package, as the item names it. */
  | { path: string };

/** A file that a question brings along. */
export interface EmbeddedFile {
  /** In place of the id that it gets once it is kept. */
  placeholder: string;
  /** As it is named in the file. */
  name: string;
  line: number;
  content: EmbeddedContent;
}

/** Stands in texts while they are converted, since addresses of this kind pass through all conversions. */
const ORIGIN = 'https://embedded.invalid';
const ADDRESS = /https:\/\/embedded\.invalid\/([\da-f-]{36})\/[^\s"\\()<>]*/g;
const STORED = /\/v1\/files\/([\da-f-]{36})\/content/g;

/** The files of one question while it is read. */
export class EmbeddedFiles {
  private readonly all: EmbeddedFile[] = [];

  /** Returns its placeholder. */
  add(file: Omit<EmbeddedFile, 'placeholder'>): string {
    const placeholder = `00000000-0000-4000-8000-${(this.all.length + 1).toString(16).padStart(12, '0')}`;
    this.all.push({ ...file, placeholder });
    return placeholder;
  }

  /** The first one with a name. */
  named(name: string): EmbeddedFile | undefined {
    return this.all.find((file) => file.name === name);
  }

  /** Those that a question names, and those that it does not. */
  namedIn(question: object | null): { named: EmbeddedFile[]; others: EmbeddedFile[] } {
    const text = this.all.length === 0 || !question ? '' : JSON.stringify(question);
    const { named = [], others = [] } = Object.groupBy(this.all, ({ placeholder }) =>
      text.includes(placeholder) ? 'named' : 'others',
    );
    return { named, others };
  }
}

/** The address of a file in texts that are still to be converted. */
export function addressWhileRead(fileId: string, name: string): string {
  return `${ORIGIN}/${fileId}/${encodeURIComponent(name).replace(/[()'*!]/g, escapeCharacter)}`;
}

/** The file that an address of this kind names; undefined for any other address. */
export function placeholderIn(address: string): { placeholder: string; name: string } | undefined {
  const [found] = [...address.matchAll(ADDRESS)];
  if (!found?.[1]) return undefined;
  return { placeholder: found[1], name: decodeURIComponent(address.slice(address.lastIndexOf('/') + 1)) };
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** With the addresses that the texts of questions have. */
export function withStoredAddresses<Question extends object>(question: Question): Question {
  return changed(question, (text) =>
    text.includes(ORIGIN) ? text.replace(ADDRESS, '/v1/files/$1/content') : text,
  );
}

/** With other addresses for those files that `addressOf` knows. */
export function withAddresses<Question extends object>(
  question: Question,
  addressOf: (fileId: string) => string | undefined,
): Question {
  return changed(question, (text) =>
    text.replace(STORED, (address, fileId: string) => addressOf(fileId) ?? address),
  );
}

/** With other ids in place of some, wherever they stand. */
export function withIds<Question extends object>(
  question: Question,
  ids: ReadonlyMap<string, string>,
): Question {
  if (ids.size === 0) return question;
  const any = new RegExp([...ids.keys()].join('|'), 'g');
  return changed(question, (text) => text.replace(any, (id) => ids.get(id) ?? id));
}

/** No address and no id has a character that JSON escapes. */
function changed<Question extends object>(question: Question, change: (json: string) => string): Question {
  const json = JSON.stringify(question);
  const other = change(json);
  return other === json ? question : (JSON.parse(other) as Question);
}

/**
 * A question without a file that cannot be kept: what stood for it in texts is shown in its place. Null where what is asked needs
 * the file.
 */
export function withoutFile(question: NewQuestion, placeholder: string): NewQuestion | null {
  if (JSON.stringify(question.definition).includes(`"${placeholder}"`)) return null;
  const shown = new RegExp(
    `!?\\[((?:\\\\.|[^\\]\\\\])*)\\]\\(\\s*<?/v1/files/${placeholder}/content>?(?:\\s+"[^"]*")?\\s*\\)`,
    'g',
  );
  const inText = (text: string): string =>
    text.replace(shown, '$1').replaceAll(`/v1/files/${placeholder}/content`, '');
  return JSON.parse(JSON.stringify(question), (_, value: unknown) =>
    typeof value === 'string' ? inText(value) : value,
  ) as NewQuestion;
}
