import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { htmlToMarkdown, htmlToText } from '../html-text';
import type { Remarks } from '../remarks';
import { escapeXml, readElement, type XmlElement, XmlFault } from '../xml-tree';

/**
 * Where the Markdown of a text stands beside the HTML that it was made into. It counts only while both say the same: whoever
 * changes the HTML changes the text.
 */
export const SOURCE = 'data-stoa-markdown';
const VOID = /^(?:br|hr|img)$/;

/** The content of elements as HTML. `placed` says what stands for an element, where it is not to be taken as it is. */
export function htmlOf(
  nodes: readonly (string | XmlElement)[],
  placed: (element: XmlElement) => string | undefined = () => undefined,
): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return escapeXml(node);
      const instead = placed(node);
      if (instead !== undefined) return instead;
      const attributes = Object.entries(node.attributes)
        .filter(([name]) => !name.startsWith('data-'))
        .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
        .join('');
      const inside = htmlOf(node.nodes, placed);
      return VOID.test(node.name)
        ? `<${node.name}${attributes}>`
        : `<${node.name}${attributes}>${inside}</${node.name}>`;
    })
    .join('');
}

/** The content of elements as Markdown. */
export function markdownOf(
  nodes: readonly (string | XmlElement)[],
  { remarks, line, column }: { remarks: Remarks; line: number; column: string },
): string {
  const whole = nodes.filter((node) => typeof node !== 'string' || node.trim() !== '');
  const [only] = whole;
  if (whole.length === 1 && only !== undefined && typeof only !== 'string') {
    const source = sourceOf(only);
    if (source !== undefined) return source;
  }
  const said = htmlToMarkdown(htmlOf(nodes));
  remarks.tellOfLosses(said, line, column);
  return said.text.trim();
}

export function plainOf(
  element: XmlElement,
  { remarks, column }: { remarks: Remarks; column: string },
): string {
  const said = htmlToText(htmlOf(element.nodes), { paragraphs: true });
  remarks.tellOfLosses(said, element.line, column);
  return said.text;
}

function sourceOf({ attributes, nodes }: XmlElement): string | undefined {
  const source = attributes[SOURCE];
  if (source === undefined) return undefined;
  const rendered = renderedOf(source);
  if (!rendered) return undefined;
  return squeezed(htmlOf(nodes)) === squeezed(htmlOf(rendered.nodes)) ? source : undefined;
}

function renderedOf(source: string): XmlElement | undefined {
  try {
    return readElement(`<div>${asXml(renderMarkdown(source))}</div>`, 1);
  } catch (error) {
    // Deeper than what is read.
    if (error instanceof XmlFault) return undefined;
    throw error;
  }
}

/** White space between tags says nothing, and other programs change it. */
function squeezed(html: string): string {
  return html
    .replace(/\s+/g, ' ')
    .replace(/ ?(<[^>]*>) ?/g, '$1')
    .trim();
}

/** Markdown as XHTML with its source. */
export function writtenMarkdown(markdown: string, className: string, more = ''): string {
  return `<div class="${className}" ${SOURCE}="${attribute(markdown)}"${more}>${asXml(renderMarkdown(markdown)).trim()}</div>`;
}

/** Plain text between tags; its lines are kept. */
export function writtenText(text: string): string {
  return escapeXml(text).replaceAll('\n', '<br/>');
}

/** A value in quotation marks: a line break there would be read as a blank. */
export function attribute(value: string): string {
  return escapeXml(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** The HTML that we make is XML but for what has no end tag. */
function asXml(html: string): string {
  return html.replace(/<(br|hr|img)((?:\s[^<>]*?)?)\s*\/?>/g, '<$1$2/>');
}
