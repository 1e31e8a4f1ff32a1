import { renderMarkdown } from '../../../src/shared/markdown/markdown';

/** Tags and attributes of HTML in which text is escaped, so that every `<` begins a tag. */
function tagsOf(html: string): { name: string; attributes: Record<string, string> }[] {
  return [...html.matchAll(/<\/?([^\s/>]*)([^>]*)>/g)].map(([, name, rest]) => ({
    name: name as string,
    attributes: Object.fromEntries(
      [...(rest as string).matchAll(/([^\s="/]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [
        key,
        value ?? '',
      ]),
    ),
  }));
}

describe('renderMarkdown', () => {
  it.each([
    ['# Title', '<h1>Title</h1>\n'],
    ['*a* **b** ~~c~~ `d`', '<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>\n'],
    ['3. x\n4. y', '<ol start="3">\n<li>x</li>\n<li>y</li>\n</ol>\n'],
    ['```js\n1 < 2\n```', '<pre><code class="language-js">1 &lt; 2\n</code></pre>\n'],
    ['> said', '<blockquote>\n<p>said</p>\n</blockquote>\n'],
    ['', ''],
  ])('renderMarkdown renders %p', (source, html) => expect(renderMarkdown(source)).toBe(html));

  it('renderMarkdown renders tables with their alignment', () => {
    const html = renderMarkdown('| a | b |\n|:-:|--:|\n| 1 | 2 |');
    expect(html).toContain('<th style="text-align:center">a</th>');
    expect(html).toContain('<td style="text-align:right">2</td>');
  });

  it.each([
    ['https://example.org/a?b=c'],
    ['http://example.org'],
    ['mailto:a@example.org'],
    ['/v1/courses'],
    ['#part'],
  ])('renderMarkdown keeps a link to %s and gives it no way back to the page', (address) => {
    expect(renderMarkdown(`[text](${address} "hint")`)).toBe(
      `<p><a href="${address}" title="hint" rel="noopener noreferrer nofollow">text</a></p>\n`,
    );
  });

  it('renderMarkdown links web addresses that are written out, and nothing that only looks like one', () => {
    expect(renderMarkdown('See https://example.org/x, node.js and a@b.org')).toBe(
      '<p>See <a href="https://example.org/x" rel="noopener noreferrer nofollow">https://example.org/x</a>, node.js and a@b.org</p>\n',
    );
  });

  it('renderMarkdown keeps images over https and drops all others', () => {
    expect(renderMarkdown('![alt](https://example.org/a.png)')).toBe(
      '<p><img src="https://example.org/a.png" alt="alt" /></p>\n',
    );
    for (const source of [
      'http://example.org/a.png',
      '//example.org/a.png',
      '/a.png',
      'a.png',
      'data:image/png;base64,AAAA',
      'HTTP:x',
    ]) {
      expect(renderMarkdown(`before ![alt](${source}) after`)).toBe('<p>before  after</p>\n');
    }
  });

  it('renderMarkdown shows raw HTML as text', () => {
    expect(renderMarkdown('a <b>bold</b> claim')).toBe('<p>a &lt;b&gt;bold&lt;/b&gt; claim</p>\n');
  });

  const ALLOWED_ATTRIBUTES: Record<string, string[]> = {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title'],
    code: ['class'],
    ol: ['start'],
    td: ['style'],
    th: ['style'],
  };

  it.each([
    ['<script>alert(1)</script>'],
    ['<scr<script>ipt>alert(1)</scr</script>ipt>'],
    ['<img src=x onerror=alert(1)>'],
    ['<svg/onload=alert(1)>'],
    ['<svg><script>alert(1)</script></svg>'],
    ['<iframe src="javascript:alert(1)"></iframe>'],
    ['<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">'],
    ['<a href="javascript:alert(1)">x</a>'],
    ['<style>@import "//evil.example"</style>'],
    ['<form action="//evil.example"><input name=password></form>'],
    ['<base href="//evil.example/">'],
    ['<meta http-equiv="refresh" content="0;url=//evil.example">'],
    ['<p style="position:fixed;inset:0">x</p>'],
    ['<a id="location" name="body">clobber</a>'],
    ['[x](javascript:alert(1))'],
    ['[x](JaVaScRiPt:alert(1))'],
    ['[x](java\tscript:alert(1))'],
    ['[x](<java\nscript:alert(1)>)'],
    ['[x](&#106;avascript:alert(1))'],
    ['[x](&#x6A;&#x61;vascript&colon;alert(1))'],
    ['[x](\u0001javascript:alert(1))'],
    ['[x](<\u00a0javascript:alert(1)>)'],
    ['[x](vbscript:msgbox(1))'],
    ['[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)'],
    ['[x](data:image/svg+xml;base64,PHN2Zy8+)'],
    ['[x](data:image/png;base64,AAAA)'],
    ['[x](file:///etc/passwd)'],
    ['[x](blob:https://example.org/1)'],
    ['[x](//evil.example)'],
    ['[x](\\\\evil.example)'],
    ['[x](https://e.example "a\\" onmouseover=\\"alert(1)")'],
    ['[x](https://e.example/"onmouseover="alert(1))'],
    ['![x" onerror="alert(1)](https://e.example/a.png)'],
    ['![x](https://e.example/a.png"onerror="alert(1))'],
    ['![x](javascript:alert(1))'],
    ['<javascript:alert(1)>'],
    ['<https://e.example/"onclick="alert(1)>'],
    ['[x]: javascript:alert(1)\n\n[x]'],
    ['```"><script>alert(1)</script>\nx\n```'],
    ['```x" onclick="alert(1)\nx\n```'],
    ['| a |\n|---|\n| <script>alert(1)</script> |'],
    ['`<script>alert(1)</script>`'],
    ['<!-- --!><script>alert(1)</script> -->'],
    ['<![CDATA[<script>alert(1)</script>]]>'],
    ['<?php echo 1 ?>'],
    ['\u0000<script>alert(1)</script>'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['[<img src=x onerror=alert(1)>](https://e.example)'],
  ])('renderMarkdown leaves nothing of %p that could act', (source) => {
    for (const { name, attributes } of tagsOf(renderMarkdown(source))) {
      expect(['p', 'a', 'img', 'pre', 'code', 'table', 'thead', 'tbody', 'tr', 'th', 'td']).toContain(name);
      expect(ALLOWED_ATTRIBUTES[name] ?? []).toEqual(expect.arrayContaining(Object.keys(attributes)));
      if ('href' in attributes)
        expect(attributes['href']).toMatch(
          /^(?:https?:|mailto:|#|(?![a-z][a-z0-9+.-]*:|\/\/|\\|%5C%5C)[\w/%."&;=()-])/i,
        );
      if ('src' in attributes) expect(attributes['src']).toMatch(/^https:\/\//);
    }
  });
});

describe('the size of what is rendered', () => {
  it('renderMarkdown does not multiply one long address by every mention of it', () => {
    const address = `https://e.example/${'x'.repeat(50_000)}`;
    const html = renderMarkdown(`[a]: ${address}\n\n${'[a]'.repeat(16_000)}`);
    expect(html.length).toBeLessThan(1_000_000);
    expect(html).toContain(`href="${address}"`);
    expect(html).toContain('[a][a]');
  });

  it('renderMarkdown leaves as many references alone as a page may well have', () => {
    const html = renderMarkdown(`[a]: https://e.example/a "A"\n\n${'[a] '.repeat(1000)}`);
    expect(html.match(/<a /g)).toHaveLength(1000);
  });
});
