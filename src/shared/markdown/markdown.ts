import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { CALLOUTS, withCallouts } from './callouts';
import { withFormulas } from './formulas';

// Raw HTML in the source is shown as text; the sanitiser behind it is a second wall, not the only one.
const markdown = new MarkdownIt({ html: false, linkify: true });
withFormulas(markdown);
withCallouts(markdown);
// Only addresses written out in full become links: "node.js" in a sentence is no web site.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });

/** In characters; what cmark gives, whose rule this is. A longer source may have as many as itself. */
const ROOM_FOR_REFERENCES = 100_000;

interface References {
  references?: Record<string, { href: string; title?: string } | undefined>;
}

// `[a]` costs three characters and may stand for an address of thousands: a page of 100 KB could become one of 400 MB.
// What does not fit any more is shown as it was written.
markdown.core.ruler.after('block', 'bound_references', ({ src, env }) => {
  const environment = env as References;
  if (!environment.references) return;
  let room = Math.max(src.length, ROOM_FOR_REFERENCES);
  environment.references = new Proxy(environment.references, {
    get: (references, label) => {
      const found = references[String(label)];
      if (found) room -= found.href.length + (found.title?.length ?? 0);
      return room < 0 ? undefined : found;
    },
  });
});

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'ul', 'ol', 'li', 'hr', 'br', 'pre', 'code'],
    ...['em', 'strong', 's', 'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'span'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title'],
    ol: ['start'],
    th: ['style'],
    td: ['style'],
  },
  allowedClasses: {
    code: ['language-*'],
    span: ['math', 'inline', 'display'],
    blockquote: ['callout', ...CALLOUTS.map((name) => `callout-${name}`)],
  },
  // markdown-it aligns table columns by inline style.
  allowedStyles: { '*': { 'text-align': [/^(?:left|center|right)$/] } },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  transformTags: {
    a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'noopener noreferrer nofollow' } }),
  },
  // An image over plain http gives readers' addresses away and is blocked by browsers; a relative one has no base.
  exclusiveFilter: (frame) => frame.tag === 'img' && !/^https:\/\//i.test(frame.attribs['src'] ?? ''),
};

/** Files of the API itself, too: whoever shows the page puts a link to each in place of its address. */
const WITH_FILES: sanitizeHtml.IOptions = {
  ...ALLOWED,
  exclusiveFilter: ({ tag, attribs }) =>
    tag === 'img' && !/^(?:https:\/\/|\/v1\/files\/[\da-f-]{36}\/content$)/i.test(attribs['src'] ?? ''),
};

/**
 * Turns an author's Markdown (CommonMark with tables, strikethrough, formulas and callouts) into HTML that is safe to put into a
 * page: no scripts, styles, event handlers or raw HTML; links to http, https, mailto and relative addresses only,
 * marked `noopener noreferrer nofollow`; images over https, and with `files` those that were uploaded.
 */
export function renderMarkdown(source: string, { files = false }: { files?: boolean } = {}): string {
  return sanitizeHtml(markdown.render(source), files ? WITH_FILES : ALLOWED);
}

/**
 * What is left of HTML of any origin: as `renderMarkdown`, nothing but what an author's Markdown can become. Elements that are not
 * among it go, and their text stays, but for scripts and the like.
 */
export function renderHtml(source: string, { files = false }: { files?: boolean } = {}): string {
  return sanitizeHtml(source, files ? WITH_FILES : ALLOWED);
}

/** The addresses of all images and links in HTML that `renderHtml` gave. */
export function addressesInHtml(html: string): string[] {
  return [...html.matchAll(/<(?:a|img)\b[^>]*? (?:href|src)="([^"]*)"/g)].map(([, address = '']) => address);
}

/** The addresses of the pictures in HTML that `renderHtml` gave which say nothing to those who do not see them. */
export function undescribedPicturesInHtml(html: string): string[] {
  return [...html.matchAll(/<img\b([^>]*)>/g)].flatMap(([, attributes = '']) =>
    / alt="[^"]*\S[^"]*"/.test(attributes) ? [] : (/ src="([^"]*)"/.exec(attributes)?.[1] ?? []),
  );
}

/** The addresses of all images and links of a text, as they are in its HTML. */
export function addressesIn(source: string): string[] {
  const addresses: string[] = [];
  for (const { children } of markdown.parse(source, {})) {
    for (const token of children ?? []) {
      const address = token.attrGet(token.type === 'image' ? 'src' : 'href');
      if (address !== null) addresses.push(String(address));
      // An image in an image's description is shown as text, and one in a link is a token by itself.
    }
  }
  return addresses;
}

/** The addresses of the pictures of a text that say nothing to those who do not see them. */
export function undescribedPictures(source: string): string[] {
  return markdown
    .parse(source, {})
    .flatMap(({ children }) => children ?? [])
    .filter(({ type, content }) => type === 'image' && content.trim() === '')
    .map((token) => String(token.attrGet('src')));
}
