import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { FilesRoom, picture } from '../../support/files-room';
import { importQuestions } from '../../support/question-exchange';

const PIXELS = { width: 100, height: 100 };
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const base64 = (content: Buffer | string): string => Buffer.from(content).toString('base64');
const text = (content: string): string => `<text>${content}</text>`;
const file = (content: string, name = 'plot.png', encoding = 'base64'): string =>
  `<file name="${name}" path="/" encoding="${encoding}">${content}</file>`;
const truth = (prompt: string, more = '', after = ''): string =>
  `<question type="truefalse"><questiontext format="markdown">${text(prompt)}${more}</questiontext>${after}` +
  `<answer fraction="100">${text('true')}</answer><answer fraction="0">${text('false')}</answer></question>\n`;
const shows = '![A plot](@@PLUGINFILE@@/plot.png)';
const markers = (content: string, coords = '50,50;10'): string =>
  `<question type="ddmarker"><questiontext format="markdown">${text('Where?')}</questiontext>${content}` +
  `<drag><no>1</no>${text('Here')}<noofdrags>1</noofdrags></drag>` +
  `<drop><no>1</no><shape>circle</shape><coords>${coords}</coords><choice>1</choice></drop></question>\n`;

describe('a file of questions with files that are none', () => {
  let files: FilesRoom;
  let room: CourseRoom;
  beforeAll(async () => {
    files = await FilesRoom.open();
  });
  afterAll(() => files.close());
  beforeEach(async () => {
    room = await CourseRoom.open(files.app);
  });

  async function imported(content: string | Buffer, format = 'moodle_xml'): Promise<string[]> {
    const { courseId, instructor } = room;
    const { issues } = await importQuestions(files.app, instructor, { courseId, format, content });
    return issues.map(({ severity, line, code, value }) =>
      `${severity} ${line} ${code} ${value ?? ''}`.trim(),
    );
  }

  const quiz = (...questions: string[]): string =>
    `<quiz>\n${[truth('Before?'), ...questions, truth('After?')].join('')}</quiz>`;
  async function prompts(): Promise<string[]> {
    const { data } = expectStatus(await room.instructor.get(`${room.url}/questions?limit=100`), 200);
    return (data as { prompt: string }[]).map(({ prompt }) => prompt).toReversed();
  }

  it.each([
    ['that lies about its type', base64('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'), 'file_refused'],
    ['that is a drawing with a script', base64(SVG), 'file_refused'],
    ['that is a page', base64('<html><script>alert(1)</script></html>'), 'file_refused'],
    ['whose base64 is broken', `${base64(picture()).slice(0, 41)}*`, 'file_broken'],
    ['that is empty', '', 'file_broken'],
  ])('takes a question without a picture %s, and shows what stood for it', async (_, content, code) => {
    const told = await imported(quiz(truth(`Is it? ${shows}`, file(content))));
    expect(told).toEqual([`warning 3 ${code} plot.png`]);
    expect(await prompts()).toEqual(['Before?', 'Is it? A plot', 'After?']);
  });

  it.each([
    ['is none', file(base64('%PDF-1.7\n%âãÏÓ\n1 0 obj\n')), '50,50;10', 'error 3 file_refused plot.png'],
    ['is a drawing with a script', file(base64(SVG)), '50,50;10', 'error 3 file_refused plot.png'],
    ['is not there', '', '50,50;10', 'error 3 picture_missing'],
    [
      'is smaller than the place asked for',
      file(base64(picture(40, 40))),
      '50,50;10',
      'error 3 invalid_question',
    ],
    [
      'is asked about by no numbers',
      file(base64(picture(100, 100))),
      'x,y;10',
      'error 3 area_not_readable circle x,y;10',
    ],
  ])('refuses a question whose picture %s, and takes its neighbors', async (_, content, coords, error) => {
    const told = await imported(quiz(markers(content, coords)));
    expect(told.filter((each) => each.startsWith('error'))).toEqual([error]);
    expect(await prompts()).toEqual(['Before?', 'After?']);
  });

  it('takes the size of the picture where the file tells none', async () => {
    await imported(quiz(markers(file(base64(picture(100, 100))))));
    const { data } = expectStatus(await room.instructor.get(`${room.url}/questions?limit=100`), 200);
    expect(data[1]).toMatchObject({ type: 'markers', definition: { picture: PIXELS } });
  });

  it('names what is too long or too deep, and takes the neighbors', async () => {
    const deep = `<hint format="html">${'<b>'.repeat(10_000)}x${'</b>'.repeat(10_000)}</hint>`;
    const inText = `<hint format="html">${text(`${'&lt;b&gt;'.repeat(10_000)}x`)}</hint>`;
    const long = truth(`Long? ${shows}`, file('A'.repeat(13_000_000)));
    const told = await imported(quiz(truth('Deep?', '', deep), truth('Deep in a text?', '', inText), long));
    expect(told.filter((each) => each.startsWith('error')).map((each) => each.split(' ')[2])).toEqual([
      ...['xml_malformed', 'invalid_question', 'block_too_large'],
    ]);
    expect(await prompts()).toEqual(['Before?', 'After?']);
  });

  it('refuses 50 MB of base64 before they have all arrived', async () => {
    const form = new FormData();
    form.append('format', 'moodle_xml');
    form.append('file', new Blob([quiz(truth('Large?', file('A'.repeat(51 * 2 ** 20))))]), 'a.xml');
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    const answer = await room.instructor.post(
      `${room.url}/question-imports`,
      await buffer(request.body as never),
      { 'content-type': request.headers.get('content-type') ?? '' },
    );
    expect([answer.status, answer.body.code]).toEqual([413, 'assessments.question_file_too_large']);
  });

  it('keeps what is not changed of a copy that another program has changed the question of', async () => {
    const own = { type: 'short_text', prompt: 'Two?', points: '1' };
    const definition = { accepted: ['two'], caseSensitive: false, language: 'tr' };
    const section = await room.section();
    const id = await room.activity(section, 'A quiz', { type: 'quiz', content: undefined });
    expectStatus(await room.instructor.post(`/v1/quizzes/${id}/questions`, { ...own, definition }), 201);
    const { text: xml } = await room.instructor.get(`${room.url}/questions/export?format=moodle_xml`);
    room = await CourseRoom.open(files.app);
    expect(await imported(xml.replace('<text>two</text>', '<text>2</text>'))).toEqual([
      expect.stringContaining('copy_not_used'),
    ]);
    const { data } = expectStatus(await room.instructor.get(`${room.url}/questions?limit=100`), 200);
    expect(data[0].definition).toEqual({ type: 'short_text', accepted: ['2'], caseSensitive: false });
  });

  it('refuses a copy that breaks the rules, as all that comes from outside', async () => {
    const section = await room.section();
    const id = await room.activity(section, 'A quiz', { type: 'quiz', content: undefined });
    const definition = { accepted: ['two'], caseSensitive: false, language: 'tr' };
    const own = { type: 'short_text', prompt: 'Two?', points: '1', definition };
    expectStatus(await room.instructor.post(`/v1/quizzes/${id}/questions`, own), 201);
    const { text: xml } = await room.instructor.get(`${room.url}/questions/export?format=moodle_xml`);
    const forged = [
      xml.replace('&quot;penalty&quot;:&quot;1/3&quot;', '&quot;penalty&quot;:&quot;7&quot;'),
      xml.replace(
        '&quot;points&quot;:&quot;1&quot;',
        '&quot;__proto__&quot;:{&quot;a&quot;:1},&quot;points&quot;:&quot;1&quot;',
      ),
      xml.replace('&quot;type&quot;:&quot;short_text&quot;', '&quot;type&quot;:&quot;nothing&quot;'),
    ];
    for (const each of forged) {
      expect(each).not.toBe(xml);
      room = await CourseRoom.open(files.app);
      const told = await imported(each);
      expect(told.length).toBeGreaterThan(0);
      expect(told.every((one) => one.startsWith('error'))).toBe(true);
    }
  });

  describe('in a package of QTI', () => {
    const item = (source: string): string =>
      `<assessmentItem identifier="x" title=""><responseDeclaration identifier="RESPONSE" cardinality="single" baseType="point">` +
      `<areaMapping defaultValue="0"><areaMapEntry shape="circle" coords="50,50,10" mappedValue="1"/></areaMapping></responseDeclaration>` +
      `<itemBody><p>Where?</p><selectPointInteraction responseIdentifier="RESPONSE" maxChoices="1"><object data="${source}" type="image/png" width="100" height="100">A plot</object></selectPointInteraction></itemBody>` +
      `<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response_point"/></assessmentItem>`;

    async function packageOf(contents: Record<string, string | Buffer>): Promise<Buffer> {
      const zip = new ZipFile();
      for (const [name, content] of Object.entries(contents)) zip.addBuffer(Buffer.from(content), name);
      zip.end();
      return buffer(zip.outputStream);
    }

    it('reads a picture to point at, of QTI 2.1, from where the item names it', async () => {
      const content = await packageOf({
        'items/a.xml': item('../pictures/a%20plot.png'),
        'pictures/a plot.png': picture(100, 100),
      });
      expect(await imported(content, 'qti')).toEqual([]);
      const { data } = expectStatus(await room.instructor.get(`${room.url}/questions`), 200);
      expect(data[0]).toMatchObject({
        ...{ type: 'hotspot', prompt: 'Where?', media: [{ name: 'a plot.png' }] },
        definition: {
          picture: { ...PIXELS, alternativeText: 'A plot' },
          ...{ find: 'one', key: [{ type: 'circle', x: 50, y: 50, radius: 10 }] },
        },
      });
    });

    it.each([
      ['is not in it', 'missing.png', {}, 'file_missing'],
      ['is outside of it', '../../../etc/passwd', {}, 'file_missing'],
      ['is no picture', 'plot.png', { 'plot.png': SVG }, 'file_refused'],
      ['has another size', 'plot.png', { 'plot.png': picture(40, 100) }, 'invalid_question'],
    ])('refuses an item whose picture %s, and takes its neighbors', async (_, source, beside, code) => {
      const good = { 'good.png': picture(100, 100), 'b.xml': item('good.png') };
      const content = await packageOf({ 'a.xml': item(source), ...beside, ...good });
      const told = await imported(content, 'qti');
      expect(told.map((each) => each.split(' ').slice(0, 3).join(' '))).toEqual([`error 1 ${code}`]);
      expect(await prompts()).toEqual(['Where?']);
    });
  });
});
