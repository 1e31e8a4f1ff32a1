import { posix } from 'node:path';
import { decodeText } from '../../../../shared/text/encodings';
import { folderPathOf, tagsOf } from '../filing';
import { sentences } from '../formats.sentences';
import type { PackageReader } from '../packages/package-reader';
import type { PackedText, QuestionPacking } from '../question-format';
import { Remarks } from '../remarks';
import { escapeXml, type XmlElement, XmlFault } from '../xml-tree';
import { allWithin, child, readQtiElement } from './qti-item';

const MANIFEST = 'imsmanifest.xml';
/** Resources that hold a question, in all versions. */
const ITEM = /^(?:imsqti_item_xmlv\d|associatedcontent\/learning-application-resource\/imsqti_item)/i;
const OTHERS = /^(?:imsqti_(?:test|assessment|section|outcomes))/i;
/** Which taxonomy of the metadata says where a question is filed. */
const FOLDERS = 'folders';

/** The items of a package in the order of its manifest; without one, all its XML files. */
export async function* unpackedItems(reader: PackageReader): AsyncGenerator<PackedText> {
  const path = reader.names.filter((name) => posix.basename(name) === MANIFEST).sort(byLength)[0];
  if (path === undefined) {
    for (const name of reader.names.filter((each) => /\.xml$/i.test(each) && !/(?:^|\/)[._]/.test(each)))
      yield { name, text: await textOf(reader, name), remarks: [] };
    return;
  }
  const remarks = new Remarks();
  const manifest = manifestIn(await textOf(reader, path), remarks);
  if (!manifest) {
    yield { name: path, text: null, remarks: remarks.list };
    return;
  }
  for (const resource of allWithin(manifest, (name) => name === 'resource')) {
    const { type = '', href = '' } = resource.attributes;
    const own = new Remarks();
    if (ITEM.test(type)) {
      const name = nameOf(posix.dirname(path), href);
      const text = await textOf(reader, name);
      const filing = filingOf(resource, own);
      if (text === null)
        own.refuse(resource.line, 'file_missing', sentences.fileMissing({ file: href }), { value: href });
      yield { name: text === null ? path : name, text, remarks: own.list, ...filing };
    } else if (OTHERS.test(type)) {
      own.warn(resource.line, 'test_not_carried', sentences.testNotCarried(), { value: href });
      yield { name: path, text: null, isQuestion: false, remarks: own.list };
    }
  }
}

function manifestIn(text: string | null, remarks: Remarks): XmlElement | null {
  try {
    return readQtiElement(text ?? '');
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return error.kind === 'doctype'
      ? remarks.refuse(error.line, 'doctype_refused', sentences.doctypeRefused())
      : remarks.refuse(error.line, 'xml_malformed', sentences.xmlMalformed());
  }
}

async function textOf(reader: PackageReader, name: string): Promise<string | null> {
  const bytes = await reader.read(name);
  const decoded = bytes && decodeText(bytes);
  return decoded && 'text' in decoded ? decoded.text : null;
}

/** The path of a resource, which is that of an entry of the archive or of none. */
function nameOf(folder: string, href: string): string {
  let path = href;
  try {
    path = decodeURIComponent(href);
  } catch {
    // As written.
  }
  return posix.normalize(posix.join(folder, path));
}

function filingOf(resource: XmlElement, remarks: Remarks): { tags: string[]; folder: string[] } {
  const metadata = child(resource, 'metadata');
  const within = (element: XmlElement | undefined, name: string): XmlElement[] =>
    element ? allWithin(element, (each) => each === name) : [];
  const keywords = within(metadata, 'keyword').map((keyword) => ({
    value: valueIn(keyword),
    line: keyword.line,
  }));
  const taxon = within(metadata, 'taxonPath').find((path) => valueIn(child(path, 'source')) === FOLDERS);
  const titles = within(taxon, 'entry').map(valueIn);
  return { tags: tagsOf(keywords, remarks), folder: folderPathOf(titles, resource.line, remarks) };
}

/** The text of an element and all inside it. */
function valueIn(element: XmlElement | undefined): string {
  if (!element) return '';
  return element.nodes
    .map((node) => (typeof node === 'string' ? node : valueIn(node)))
    .join('')
    .trim();
}

function byLength(one: string, other: string): number {
  return one.length - other.length;
}

/** What a package begins with: a list of its items, with their tags and folders. */
export function writtenManifest(items: Parameters<QuestionPacking['manifest']['write']>[0]): string {
  const text = (value: string): string => `<lom:string language="x-none">${escapeXml(value)}</lom:string>`;
  const lines = items.map(({ identifier, href, tags, folder, files }) => {
    const keywords = tags.map((tag) => `<lom:keyword>${text(tag)}</lom:keyword>`).join('');
    const taxons = folder
      .map((title) => `<lom:taxon><lom:entry>${text(title)}</lom:entry></lom:taxon>`)
      .join('');
    const general = keywords === '' ? '' : `<lom:general>${keywords}</lom:general>`;
    const filed =
      taxons === ''
        ? ''
        : `<lom:classification><lom:taxonPath><lom:source>${text(FOLDERS)}</lom:source>${taxons}</lom:taxonPath></lom:classification>`;
    const metadata =
      general + filed === '' ? '' : `<metadata><lom:lom>${general}${filed}</lom:lom></metadata>`;
    return `    <resource identifier="${identifier}" type="imsqti_item_xmlv3p0" href="${href}">${metadata}<file href="${href}"/>${files.map((path) => `<file href="${escapeXml(encodeURI(path))}"/>`).join('')}</resource>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" xmlns:lom="http://ltsc.ieee.org/xsd/LOM" identifier="questions">
  <metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>
  <organizations/>
  <resources>
${lines.join('')}  </resources>
</manifest>
`;
}
