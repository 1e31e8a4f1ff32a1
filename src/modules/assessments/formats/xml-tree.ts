import { lineCounter } from './line-counter';

/** An element of an XML document. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  /** Its own text, without that of its children. */
  text: string;
  /** Texts and children in their order. */
  nodes: (string | XmlElement)[];
  /** From 1. */
  line: number;
}

/** What is wrong with a piece of XML, and the line of the file. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault';

  constructor(
    readonly kind: 'malformed' | 'doctype' | 'too_deep',
    readonly line: number,
  ) {
    super(`${kind} in line ${line}`);
  }
}

const DEEPEST = 32;
const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * One element with all that is in it. Knows the five entities of XML and characters by number, and no others: a document cannot
 * define any, since DOCTYPE is refused. Takes time in proportion to the text.
 *
 * @param firstLine the line of the file in which the text begins
 * @throws XmlFault
 */
export function readElement(text: string, firstLine: number): XmlElement {
  return new TreeReader(text, firstLine).read();
}

class TreeReader {
  private at = 0;
  private readonly lineOf: (position: number) => number;
  private readonly open: XmlElement[] = [];

  constructor(
    private readonly xml: string,
    firstLine: number,
  ) {
    this.lineOf = lineCounter(xml, firstLine);
  }

  read(): XmlElement {
    for (;;) {
      const next = this.xml.indexOf('<', this.at);
      if (next < 0) throw this.fault();
      this.addText(decoded(this.xml.slice(this.at, next), () => this.fault()));
      this.at = next;
      const finished = this.markup();
      if (finished) return finished;
    }
  }

  /** The root, once it is closed. */
  private markup(): XmlElement | undefined {
    const { xml, at } = this;
    if (xml.startsWith('<![CDATA[', at)) {
      const end = this.after(']]>');
      this.addText(xml.slice(at + 9, end - 3));
      this.at = end;
    } else if (xml.startsWith('<!--', at)) this.at = this.after('-->');
    else if (xml.startsWith('<!', at)) throw this.fault('doctype');
    else if (xml.startsWith('<?', at)) this.at = this.after('?>');
    else if (xml.startsWith('</', at)) return this.close();
    else return this.begin();
    return undefined;
  }

  private begin(): XmlElement | undefined {
    const name = this.match(NAME, this.at + 1)?.[0];
    if (name === undefined) throw this.fault();
    this.at += 1 + name.length;
    const attributes: [string, string][] = [];
    for (let found = this.match(ATTRIBUTE); found; found = this.match(ATTRIBUTE)) {
      attributes.push([found[1] ?? '', decoded(found[2] ?? found[3] ?? '', () => this.fault())]);
      this.at += found[0].length;
    }
    const end = this.match(TAG_END);
    if (!end) throw this.fault();
    const element: XmlElement = {
      ...{
        name,
        attributes: Object.fromEntries(attributes),
        children: [],
        nodes: [],
        text: '',
        line: this.lineOf(this.at),
      },
    };
    this.at += end[0].length;
    if (this.open.length >= DEEPEST) throw this.fault('too_deep');
    this.open.at(-1)?.children.push(element);
    this.open.at(-1)?.nodes.push(element);
    this.open.push(element);
    return end[1] === '/' ? this.finish() : undefined;
  }

  private close(): XmlElement | undefined {
    const name = this.match(NAME, this.at + 2)?.[0];
    if (name === undefined || name !== this.open.at(-1)?.name) throw this.fault();
    this.at += 2 + name.length;
    const end = this.match(TAG_END);
    if (!end || end[1] === '/') throw this.fault();
    this.at += end[0].length;
    return this.finish();
  }

  private finish(): XmlElement | undefined {
    const closed = this.open.pop();
    return this.open.length === 0 ? closed : undefined;
  }

  private addText(text: string): void {
    const element = this.open.at(-1);
    if (element && text !== '') {
      element.text += text;
      element.nodes.push(text);
    } else if (!element && text.trim() !== '') throw this.fault();
  }

  private match(pattern: RegExp, from = this.at): RegExpExecArray | null {
    pattern.lastIndex = from;
    return pattern.exec(this.xml);
  }

  private after(sign: string): number {
    const found = this.xml.indexOf(sign, this.at);
    if (found < 0) throw this.fault();
    return found + sign.length;
  }

  private fault(kind: XmlFault['kind'] = 'malformed'): XmlFault {
    return new XmlFault(kind, this.lineOf(this.at));
  }
}

function decoded(text: string, fault: () => Error): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));|&/gi,
    (_, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) {
        const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
        if (known === undefined) throw fault();
        return known;
      }
      const code = decimal === undefined ? parseInt(hex ?? 'x', 16) : Number(decimal);
      // No half characters, and none beyond the last.
      if (!(code > 0 && code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) throw fault();
      return String.fromCodePoint(code);
    },
  );
}

/** A text as it stands between tags and in attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (sign) => ESCAPES[sign] ?? sign);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
