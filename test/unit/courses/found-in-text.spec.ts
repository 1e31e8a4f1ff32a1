import { foundInText } from '../../../src/modules/courses/content/checks/found-in-text';
import { renderMarkdown } from '../../../src/shared/markdown/markdown';

const found = (html: string): string[] => foundInText(html).map(({ code, place }) => `${code}: ${place}`);

describe('what is found in a text that shuts people out', () => {
  it.each<[what: string, markdown: string, findings: string[]]>([
    ['a picture with a text', '![A box plot](https://pictures.example/a.png)', []],
    [
      'a picture without one',
      '![](https://pictures.example/a.png)',
      ['picture_without_text: https://pictures.example/a.png'],
    ],
    ['headings in steps', '# One\n\n## Two\n\n### Three\n\n## Four', []],
    ['a text that begins at the third level', '### Three\n\n#### Four', []],
    ['a heading that passes over a level', '# One\n\n### *Three*', ['heading_jump: Three']],
    ['a way back over several levels', '# One\n\n## Two\n\n### Three\n\n# Four', []],
    ['a table', '| a | b |\n| - | - |\n| 1 | 2 |', []],
    ['a link that says where it leads', '[The median](https://school.example/median)', []],
    [
      'a link that does not',
      'For more, [Click  here!](https://school.example/a)',
      ['unclear_link: Click here!'],
    ],
    ['an address as a link', '<https://school.example/a>', ['unclear_link: https://school.example/a']],
    ['a link without words', '[](https://school.example/a)', ['unclear_link: https://school.example/a']],
    ['a picture as a link', '[![A box plot](https://pictures.example/a.png)](https://school.example/a)', []],
    [
      'a picture without a text as a link',
      '[![](https://pictures.example/a.png)](https://school.example/a)',
      ['picture_without_text: https://pictures.example/a.png', 'unclear_link: https://school.example/a'],
    ],
    ['a heading with a vague link', '# [more](https://school.example/a)', ['unclear_link: more']],
  ])('is, in %s: %p: %p', (_what, markdown, findings) => {
    expect(found(renderMarkdown(markdown, { files: true }))).toEqual(findings);
  });

  it('is a table without headers, also inside of one that has some', () => {
    const inner = '<table><tr><td>1</td></tr></table>';
    expect(found(`<table><tr><th>a</th></tr><tr><td>${inner}</td></tr></table>`)).toEqual([
      'table_without_headers: 1',
    ]);
  });

  it('is told with 200 characters at most, and takes broken HTML as it comes', () => {
    expect(foundInText(`<img src="${'x'.repeat(500)}"><h1>One<h4>Four</a></table>`)[0]?.place).toHaveLength(
      200,
    );
  });
});
