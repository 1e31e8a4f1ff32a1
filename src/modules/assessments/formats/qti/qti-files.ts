import { posix } from 'node:path';
import { addressWhileRead, EmbeddedFiles } from '../embedded/embedded-files';
import type { WrittenFiles } from '../embedded/written-file';
import type { XmlElement } from '../xml-tree';
import { SOURCE } from './qti-content';

/** Elements that show or link files, with the attributes that name these. */
const NAMING: Readonly<Record<string, string>> = {
  ...{ img: 'src', audio: 'src', video: 'src', source: 'src', track: 'src', object: 'data', a: 'href' },
};
const IN_ITEMS = '../media/';
const WHILE_WRITTEN = 'https://embedded.invalid/';

/** The folder of a package with the files, and that of the items. */
export const MEDIA = 'media/';
export const ITEMS = 'items/';

/** The files that an item names, by how it names them. */
export class ItemFiles {
  readonly files = new EmbeddedFiles();
  private readonly placeholders = new Map<string, string>();

  /** Puts the addresses into the item that its files have while it is read. */
  take(element: XmlElement): void {
    this.takeFrom(element);
    if (this.placeholders.size > 0) this.putIntoSources(element);
  }

  /** The placeholder of what is named so. */
  placeholderOf(href: string, line: number): string {
    const known = this.placeholders.get(href);
    if (known !== undefined) return known;
    const path = decoded(href);
    const placeholder = this.files.add({ name: posix.basename(path), line, content: { path } });
    this.placeholders.set(href, placeholder);
    return placeholder;
  }

  private takeFrom(element: XmlElement): void {
    const name = NAMING[element.name];
    const href = name === undefined ? undefined : element.attributes[name];
    if (name !== undefined && href !== undefined && isRelative(href)) {
      const address = this.addressOf(href, this.placeholderOf(href, element.line));
      element.attributes = { ...element.attributes, [name]: address };
    }
    for (const inner of element.children) this.takeFrom(inner);
  }

  private putIntoSources(element: XmlElement): void {
    const source = element.attributes[SOURCE];
    if (source !== undefined) {
      let text = source;
      for (const [href, placeholder] of this.placeholders)
        text = text.replaceAll(href, this.addressOf(href, placeholder));
      element.attributes = { ...element.attributes, [SOURCE]: text };
    }
    for (const inner of element.children) this.putIntoSources(inner);
  }

  private addressOf(href: string, placeholder: string): string {
    return addressWhileRead(placeholder, posix.basename(decoded(href)));
  }
}

function isRelative(href: string): boolean {
  return href !== '' && !/^(?:[a-z][a-z\d+.-]*:|\/|#)/i.test(href);
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

/** The address of a file while an item is written: conversions of texts leave it as it is. */
export function addressWhileWritten(fileId: string, files: WrittenFiles): string | undefined {
  const file = files.get(fileId);
  return file && addressWhileRead(fileId, file.name);
}

/** An item with the addresses that its files have in the package. */
export function withPackedAddresses(xml: string): string {
  return xml.replaceAll(WHILE_WRITTEN, IN_ITEMS);
}

/** Where a file is in the package. */
export function packedPath(fileId: string, name: string): string {
  return `${MEDIA}${fileId}/${name}`;
}

/** With the names that items have for the files, as the key of an exact copy. */
export function namedAsPacked(files: WrittenFiles): WrittenFiles {
  return new Map(
    [...files].map(([fileId, file]) => [
      fileId,
      { ...file, name: withPackedAddresses(addressWhileRead(fileId, file.name)) },
    ]),
  );
}
