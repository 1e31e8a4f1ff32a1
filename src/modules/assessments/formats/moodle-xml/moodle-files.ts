import { addressWhileRead, EmbeddedFiles } from '../embedded/embedded-files';
import type { WrittenFile, WrittenFiles } from '../embedded/written-file';
import { escapeXml, type XmlElement } from '../xml-tree';
import { child, children } from './moodle-elements';

/** How texts name the files that stand beside them. */
const NAMED = /@@PLUGINFILE@@\/([^"'\s<>)\]?]+)(?:\?[^"'\s<>)\]]*)?/g;
const STORED = /\/v1\/files\/([\da-f-]{36})\/content/g;
const TEXT = /<text>([^<]*)<\/text>/g;
const TOKEN = /<stoa-file id="([\da-f-]{36})"\/>/g;

/** Collects the files of a question, and puts the addresses into its texts that they have while it is read. */
export function takeFiles(question: XmlElement): EmbeddedFiles {
  const files = new EmbeddedFiles();
  takeFrom(question, files);
  return files;
}

function takeFrom(element: XmlElement, files: EmbeddedFiles): void {
  const byName = new Map<string, string>();
  for (const file of children(element, 'file')) {
    const { name = '', path = '/', encoding = '' } = file.attributes;
    // Other encodings are none that Moodle writes.
    const content = { base64: encoding === 'base64' ? file.text : '?' };
    const placeholder = files.add({ name, line: file.line, content });
    file.attributes = { ...file.attributes, placeholder };
    byName.set(`${path}${name}`.replace(/^\/+/, ''), placeholder);
  }
  const text = child(element, 'text');
  if (text && byName.size > 0)
    text.text = text.text.replace(NAMED, (whole, written: string) => {
      const name = decoded(written);
      const placeholder = byName.get(name);
      return placeholder === undefined ? whole : addressWhileRead(placeholder, name);
    });
  for (const inner of element.children) takeFrom(inner, files);
}

/** Of the first file of an element, such as the picture of a question; undefined where there is none. */
export function placeholderIn(element: XmlElement): { placeholder: string; name: string } | undefined {
  const { placeholder, name = '' } = child(element, 'file')?.attributes ?? {};
  return placeholder === undefined ? undefined : { placeholder, name };
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

/** In place of a file that stands in a question itself. */
export function fileToken(fileId: string): string {
  return `<stoa-file id="${fileId}"/>`;
}

/** A written question with its files: beside each text that names them, and where a token stands for them. */
export function withFiles(
  xml: string,
  files: WrittenFiles,
  contentOf: (file: WrittenFile) => string,
): { xml: string; embedded: ReadonlySet<string> } {
  const embedded = new Set<string>();
  const line = (file: WrittenFile): string => {
    embedded.add(file.fileId);
    return `<file name="${escapeXml(file.name)}" path="/" encoding="base64">${contentOf(file)}</file>`;
  };
  const withTexts = xml.replace(TEXT, (whole, text: string) => {
    const own = new Map<string, WrittenFile>();
    const named = text.replace(STORED, (address, fileId: string) => {
      const file = files.get(fileId);
      if (file) own.set(fileId, file);
      return file ? `@@PLUGINFILE@@/${encodedName(file.name)}` : address;
    });
    return own.size === 0 ? whole : `<text>${named}</text>${[...own.values()].map(line).join('')}`;
  });
  const all = withTexts.replace(TOKEN, (_, fileId: string) => {
    const file = files.get(fileId);
    return file ? line(file) : '';
  });
  return { xml: all, embedded };
}

function encodedName(name: string): string {
  return encodeURIComponent(name).replace(
    /[()'*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
