import sanitizeHtml from 'sanitize-html';
import { inlineEscaped, lineStartEscaped } from './markdown-escapes';

/** A text in a format of ours, and what of it was lost. */
export interface ConvertedText {
  text: string;
  /** Names of the tags whose formatting is not kept. */
  lost: string[];
  /** Addresses of pictures that are not over https. */
  lostPictures: string[];
}

type Token =
  | { kind: 'open' | 'close'; name: string; attributes: Record<string, string> }
  | { kind: 'text'; text: string };

const INLINE: Readonly<Record<string, string>> = {
  b: '**',
  strong: '**',
  i: '*',
  em: '*',
  s: '~~',
  del: '~~',
  code: '`',
};
const PARAGRAPHS = [
  'p',
  'div',
  'section',
  'article',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'pre',
  'ul',
  'ol',
];
const OTHERS = ['br', 'hr', 'li', 'a', 'img'];
const KNOWN = new Set([...Object.keys(INLINE), ...PARAGRAPHS, ...OTHERS]);
/** Tags that say nothing of the looks of a text, or whose content nobody sees. */
const SILENT = new Set(['span', 'html', 'body', 'head', 'font', 'script', 'style', 'title', 'meta', 'link']);
/** Tags that are kept in plain text by line breaks. */
const PLAIN = new Set(['p', 'div', 'section', 'article', 'br']);
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z]+(?:="[^"]*")?)*)\s*\/?>|[^<]+/g;
const ATTRIBUTE = /([a-z]+)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** HTML as Markdown. What Markdown has no way for is named, and its text is kept. */
export function htmlToMarkdown(html: string): ConvertedText {
  const lost = new Set<string>();
  const lostPictures: string[] = [];
  const writer = new MarkdownWriter();
  for (const token of tokensOf(html, (name) => lost.add(name))) {
    if (token.kind === 'text') writer.text(token.text);
    else if (token.name === 'img' && !/^https:/i.test(token.attributes['src'] ?? '')) {
      lostPictures.push(token.attributes['src'] ?? '');
      writer.text(token.attributes['alt'] ?? '');
    } else if (token.kind === 'open') writer.open(token.name, token.attributes);
    else writer.close(token.name);
  }
  return { text: writer.finished, lost: [...lost], lostPictures };
}

/** HTML as text, in which only lines are kept, or paragraphs, too. */
export function htmlToText(html: string, { paragraphs = false } = {}): ConvertedText {
  const lost = new Set<string>();
  const lostPictures: string[] = [];
  let out = '';
  for (const token of tokensOf(html, (name) => lost.add(name))) {
    if (token.kind === 'text') out += token.text.replace(/\s+/g, ' ');
    else if (token.name === 'img') {
      lostPictures.push(token.attributes['src'] ?? '');
      out += token.attributes['alt'] ?? '';
    } else {
      if (!PLAIN.has(token.name)) lost.add(token.name);
      if (paragraphs && token.name === 'p') out += '\n\n';
      else if (PLAIN.has(token.name) || token.name === 'li') {
        // In some dialects line breaks have an end, too.
        if (token.kind === 'open' || token.name !== 'br') out += '\n';
      }
    }
  }
  const lines = out.split('\n').map((line) => line.trim());
  const text = paragraphs
    ? lines
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim()
    : lines.filter((line) => line !== '').join('\n');
  return { text, lost: [...lost], lostPictures };
}

/** The tags that have a meaning here, and the texts between them. Whatever the HTML is, they are well-formed. */
function* tokensOf(html: string, onLost: (name: string) => void): Generator<Token> {
  const clean = sanitizeHtml(html, {
    allowedTags: [...KNOWN],
    allowedAttributes: { a: ['href'], img: ['src', 'alt'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    // Addresses of other kinds are told of, and not kept.
    allowedSchemesAppliedToAttributes: ['href'],
    onOpenTag: (name) => {
      if (!KNOWN.has(name) && !SILENT.has(name)) onLost(name);
    },
  });
  for (const [whole, slash, name, attributes = ''] of clean.matchAll(TAG)) {
    if (name === undefined) yield { kind: 'text', text: decoded(whole) };
    else
      yield {
        ...{ kind: slash === '/' ? 'close' : 'open', name },
        attributes: Object.fromEntries(
          [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, decoded(value)]),
        ),
      };
  }
}

function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** The beginning of an item or of a quotation. */
const LINE_BEGUN = /(?:^|\n) *(?:-|\d+\.|>) $/;

class MarkdownWriter {
  private out = '';
  private readonly lists: { isOrdered: boolean; items: number }[] = [];
  private readonly links: string[] = [];
  private quotedFrom: number[] = [];
  private isFenced = false;

  get finished(): string {
    return this.out
      .replace(/(?:\\?\n)+$/, '')
      .replace(/\\\n(?=\n)/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  }

  text(text: string): void {
    if (this.isFenced) this.out += text;
    else {
      const shown = inlineEscaped(text.replace(/[\s\u00a0]+/g, ' '));
      const isFirst = this.out === '' || this.out.endsWith('\n');
      const line = isFirst ? shown.trimStart() : shown;
      this.out += isFirst || LINE_BEGUN.test(this.out.slice(-20)) ? lineStartEscaped(line) : line;
    }
  }

  open(name: string, attributes: Record<string, string>): void {
    const { href = '', src = '', alt = '' } = attributes;
    if (PARAGRAPHS.includes(name)) this.paragraph();
    if (name === 'br') this.out += this.isFenced ? '\n' : '\\\n';
    else if (name === 'hr') this.out += '\n\n---\n\n';
    else if (name === 'pre') {
      this.isFenced = true;
      this.out += '```\n';
    } else if (/^h\d$/.test(name)) this.out += `${'#'.repeat(Number(name[1]))} `;
    else if (name === 'blockquote') this.quotedFrom.push(this.out.length);
    else if (name === 'ul' || name === 'ol') this.lists.push({ isOrdered: name === 'ol', items: 0 });
    else if (name === 'li') this.item();
    else if (name === 'img') this.out += `![${inlineEscaped(alt)}](<${safeAddress(src)}>)`;
    else if (name === 'a') {
      this.links.push(href);
      if (href !== '') this.out += '[';
    } else if (!this.isFenced) this.out += INLINE[name] ?? '';
  }

  close(name: string): void {
    if (name === 'pre') {
      this.isFenced = false;
      this.out += '\n```';
    } else if (name === 'blockquote') {
      const from = this.quotedFrom.pop() ?? this.out.length;
      const quoted = this.out.slice(from).trim().replaceAll('\n', '\n> ');
      this.out = `${this.out.slice(0, from)}> ${quoted}`;
    } else if (name === 'ul' || name === 'ol') this.lists.pop();
    else if (name === 'a') {
      const href = this.links.pop() ?? '';
      if (href !== '') this.out += `](<${safeAddress(href)}>)`;
    } else if (!this.isFenced && INLINE[name] !== undefined) this.out += INLINE[name];
    if (PARAGRAPHS.includes(name)) this.paragraph();
  }

  private item(): void {
    const list = this.lists.at(-1) ?? { isOrdered: false, items: 0 };
    list.items += 1;
    const indent = '   '.repeat(Math.max(0, this.lists.length - 1));
    this.out = `${this.out.trimEnd()}\n${list.items === 1 && this.lists.length <= 1 ? '\n' : ''}${indent}`;
    this.out += list.isOrdered ? `${list.items}. ` : '- ';
  }

  private paragraph(): void {
    if (this.out === '' || this.out.endsWith('\n\n') || LINE_BEGUN.test(this.out.slice(-20))) return;
    this.out = `${this.out.trimEnd()}\n\n`;
  }
}

function safeAddress(address: string): string {
  return address.trim().replace(/[<>\s\\]/g, encodeURIComponent);
}
