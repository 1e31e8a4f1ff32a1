import fc from 'fast-check';
import { renderMarkdown } from '../../../src/shared/markdown/markdown';

const INLINE = '<span class="math inline">';
const DISPLAY = '<span class="math display">';

/** As HTML has it: what a browser shows as this text. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('formulas in Markdown', () => {
  it.each([
    ['$a_1 * b_2 < c$', `<p>${INLINE}$a_1 * b_2 &lt; c$</span></p>\n`],
    ['so \\(\\bar{x}_i\\\\\\) is', `<p>so ${INLINE}\\(\\bar{x}_i\\\\\\)</span> is</p>\n`],
    ['$$\\sum_{i=1}^n x_i$$', `<p>${DISPLAY}$$\\sum_{i=1}^n x_i$$</span></p>\n`],
    ['so \\[ a_b \\] is', `<p>so ${DISPLAY}\\[ a_b \\]</span> is</p>\n`],
    ['*a $b* c$', `<p>*a ${INLINE}$b* c$</span></p>\n`],
    ['$a$$b$', `<p>${INLINE}$a$</span>${INLINE}$b$</span></p>\n`],
    ['$\\text{if $x_1$ or *y*} + 1$', `<p>${INLINE}$\\text{if $x_1$ or *y*} + 1$</span></p>\n`],
    ['$a\\$b$', `<p>${INLINE}$a\\$b$</span></p>\n`],
    ['$https://a.example/b_c_d$', `<p>${INLINE}$https://a.example/b_c_d$</span></p>\n`],
    ['> $$\n> + a\n> $$', `<blockquote>\n<p>${DISPLAY}$$\n+ a\n$$</span></p>\n</blockquote>\n`],
    ['![$a_b$](https://e.example/a.png)', '<p><img src="https://e.example/a.png" alt="$a_b$" /></p>\n'],
  ])('renderMarkdown leaves the formulas of %p as they were written', (source, html) =>
    expect(renderMarkdown(source)).toBe(html),
  );

  it.each([
    ['It costs $5 and $10.', '<p>It costs $5 and $10.</p>\n'],
    ['From $20,000 to $30,000', '<p>From $20,000 to $30,000</p>\n'],
    ['$x$5', '<p>$x$5</p>\n'],
    ['$ a$ and $a $', '<p>$ a$ and $a $</p>\n'],
    ['\\$a$', '<p>$a$</p>\n'],
    ['\\\\(a_b)', '<p>\\(a_b)</p>\n'],
    ['`$x$` and `\\(x\\)`', '<p><code>$x$</code> and <code>\\(x\\)</code></p>\n'],
    ['```\n$$x$$\n```', '<pre><code>$$x$$\n</code></pre>\n'],
    ['    $$\n    x\n    $$', '<pre><code>$$\nx\n$$\n</code></pre>\n'],
    ['$$\nunclosed *a*', '<p>$$\nunclosed <em>a</em></p>\n'],
    ['\\(unclosed *a*', '<p>(unclosed <em>a</em></p>\n'],
    ['$a\n\nb$', '<p>$a</p>\n<p>b$</p>\n'],
    ['$$$', '<p>$$$</p>\n'],
    ['$$ $$', '<p>$$ $$</p>\n'],
    ['[a \\(b](https://e.example) c\\)', `<p>[a ${INLINE}\\(b](https://e.example) c\\)</span></p>\n`],
  ])('renderMarkdown takes nothing else in %p for a formula', (source, html) =>
    expect(renderMarkdown(source)).toBe(html),
  );

  it('renderMarkdown makes a paragraph of a formula by itself, whatever its lines begin with', () => {
    const formula = '$$\n- a\n+ b\n===\n# c\n  | d | e |\n1. f\n```\n> g\n$$';
    expect(renderMarkdown(`before\n${formula}\nafter`)).toBe(
      `<p>before</p>\n<p>${DISPLAY}${escaped(formula)}</span></p>\n<p>after</p>\n`,
    );
  });

  const part = fc.constantFrom(
    ...[
      'a',
      'x_1',
      '_',
      '*',
      '**',
      '~~',
      '`',
      '<',
      '>',
      '&',
      '&amp;',
      '"',
      "'",
      '[',
      ']',
      '(',
      ')',
      '![a](b)',
    ],
    ...['\\alpha', '\\\\', '\\{', '\\}', '^', '{', '}', '|', '#', ' ', '1', '=', '<script>alert(1)</script>'],
    ...[
      'https://a.example/_b_',
      '<img src=x onerror=alert(1)>',
      '[x](javascript:alert(1))',
      '☃',
      '𝑥',
      '\u00a0',
      '\n',
    ],
  );
  const inner = fc
    .array(part, { minLength: 1, maxLength: 25 })
    .map((parts) => parts.join(''))
    // No empty line, and no backslash before the end, which would be one of the delimiter.
    .filter((text) => /\S/.test(text) && !/\n\s*\n|^\s|\s$|\\$/.test(text) && !/\\[)\]]/.test(text));

  it.each([
    ['$', '$', INLINE],
    ['\\(', '\\)', INLINE],
    ['$$', '$$', DISPLAY],
    ['\\[', '\\]', DISPLAY],
  ])(
    'renderMarkdown gives any formula between %s and %s back as escaped text and nothing else',
    (open, close, span) => {
      fc.assert(
        fc.property(inner, (text) => {
          // In a line of a paragraph, a line of the formula would be able to begin something else, such as a list.
          const formula = `${open}${span === INLINE ? text.replaceAll('\n', ' ') : text}${close}`;
          const html = renderMarkdown(span === INLINE ? `so ${formula} is` : formula);
          expect(html).toBe(
            span === INLINE
              ? `<p>so ${span}${escaped(formula)}</span> is</p>\n`
              : `<p>${span}${escaped(formula)}</span></p>\n`,
          );
        }),
        { numRuns: 500 },
      );
    },
  );

  it.each([
    ['\\('.repeat(50_000)],
    [`${'\\(x'.repeat(33_000)}\\)`],
    ['\\[x\n'.repeat(25_000)],
    ['$$x\n'.repeat(25_000)],
    ['$\\text{'.repeat(14_000)],
  ])('renderMarkdown reads long texts that open formulas and close none', (source) => {
    expect(renderMarkdown(source).length).toBeGreaterThan(source.length / 3);
  });
});

describe('callouts in Markdown', () => {
  it.each([
    ['> [!NOTE]\n> Read *this*.', 'note', '<p>Read <em>this</em>.</p>'],
    ['> [!tip]\n>\n> Read this.', 'tip', '<p>Read this.</p>'],
    ['> [!Important]\n> - a', 'important', '<ul>\n<li>a</li>\n</ul>'],
    ['> [!WARNING]  \n> $a_b$', 'warning', `<p>${INLINE}$a_b$</span></p>`],
    ['> [!CAUTION]\n> > said', 'caution', '<blockquote>\n<p>said</p>\n</blockquote>'],
    ['[!note]: https://e.example\n\n> [!NOTE]\n> a', 'note', '<p>a</p>'],
  ])('renderMarkdown sets %p off as a callout', (source, name, html) =>
    expect(renderMarkdown(source)).toBe(
      `<blockquote class="callout callout-${name}">\n${html}\n</blockquote>\n`,
    ),
  );

  it.each(['> [!NOTE] a', '> [!OTHER]\n> a', '> a\n> [!NOTE]', '[!NOTE]\na', '> `[!NOTE]`\n> a'])(
    'renderMarkdown sees no callout in %p',
    (source) => expect(renderMarkdown(source)).not.toContain('callout'),
  );
});
