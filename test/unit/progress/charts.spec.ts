import { shortened } from '../../../src/shared/charts/chart-text';
import { drawChart } from '../../../src/shared/charts/chart-thread';
import { finishedSvg, type Picture } from '../../../src/shared/charts/svg-chart';
import {
  type CompletionFunnel,
  completionFunnelChart as completionFunnelIn,
} from '../../../src/modules/progress/reports/kinds/completion-funnel.report';
import {
  type EarlyEnds,
  earlyEndsChart,
} from '../../../src/modules/progress/reports/kinds/early-ends.report';
import {
  type ScoreDistribution,
  scoreDistributionChart as scoreDistributionIn,
} from '../../../src/modules/progress/reports/kinds/line-items.report';
import {
  type ProgressDistribution,
  progressDistributionChart as progressDistributionIn,
} from '../../../src/modules/progress/reports/kinds/progress-distribution.report';
import { progressBands } from '../../../src/modules/progress/statistics/completion';
import { distribution, scoreStatistics } from '../../../src/modules/progress/statistics/score-statistics';

const drawn = ({ chart, frame }: Picture) => finishedSvg(drawChart(chart), frame);
const completionFunnelChart = (data: CompletionFunnel) => drawn(completionFunnelIn(data, 'en'));
const enrollmentEndsChart = (data: EarlyEnds) => drawn(earlyEndsChart(data, 'en'));
const scoreDistributionChart = (data: ScoreDistribution) => drawn(scoreDistributionIn(data, 'en'));
const progressDistributionChart = (data: ProgressDistribution) => drawn(progressDistributionIn(data, 'en'));

const scores = [
  { score: '40', count: 2 },
  { score: '75', count: 5 },
  { score: '100', count: 1 },
  { score: '120', count: 3 },
];
const activities = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    title: `Unit ${index + 1}`,
    learners: count,
    completed: count - index,
  }));

/** Every chart, with the given title wherever people choose one. */
const CHARTS: Record<string, (title: string) => string> = {
  'completion funnel': (title) =>
    completionFunnelChart({
      courseTitle: title,
      learners: 1200,
      activities: [
        { title, learners: 1200, completed: 1200 },
        { title: 'Next', learners: 1200, completed: 7 },
      ],
    }),
  'score distribution': (title) =>
    scoreDistributionChart({
      title,
      distribution: distribution(scores, '0', '100'),
      statistics: scoreStatistics(scores, 4),
    }),
  'enrollment ends': (title) =>
    enrollmentEndsChart({
      courseTitle: title,
      weeks: [
        { week: -1, count: 3 },
        { week: 2, count: 8 },
      ],
      lastWeek: 4,
    }),
  'progress distribution': (title) =>
    progressDistributionChart({
      courseTitle: title,
      bands: progressBands([
        { completed: 3, total: 4, learners: 4 },
        { completed: 4, total: 4, learners: 2 },
      ]),
    }),
};

/** What the picture shows as text, unescaped, in drawing order. */
function drawnTexts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/g)].map(([, text]) =>
    unescaped(text as string),
  );
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function element(svg: string, name: 'title' | 'desc'): string {
  return unescaped(new RegExp(`<${name} id="[^"]*">([^<]*)</${name}>`).exec(svg)?.[1] ?? '');
}

describe.each(Object.entries(CHARTS))('the %s chart', (_, render) => {
  it('the chart is the same text for the same data, whatever was drawn before', () => {
    const first = render('History');
    Object.values(CHARTS).forEach((other) => other('Something else'));
    expect(render('History')).toBe(first);
  });

  it('the chart is named and described for screen readers', () => {
    const svg = render('History');
    const [, title, description] = /^<svg [^>]* role="img" aria-labelledby="(\S+) (\S+)">/.exec(svg) ?? [];
    expect(svg).toContain(`<title id="${title}">`);
    expect(svg).toContain(`<desc id="${description}">`);
    expect(element(svg, 'title')).toContain('History');
    expect(element(svg, 'desc').length).toBeGreaterThan(40);
  });

  it('the chart has ids of its own, so that a page can hold several charts', () => {
    const ids = (svg: string) => [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    const other = ids(render('Geography'));
    expect(ids(render('History')).filter((id) => other.includes(id))).toEqual([]);
  });

  it('the chart is 640 pixels wide, shrinks with its page, and needs no font, file or script', () => {
    const svg = render('History');
    expect(svg).toMatch(/^<svg width="640" height="\d+" /);
    expect(svg).toMatch(/^<svg[^>]* viewBox="0 0 640 \d+"[^>]* style="max-width:100%;height:auto"/);
    expect(new Set([...svg.matchAll(/font-family:([^;"]+)/g)].map(([, family]) => family))).toEqual(
      new Set(['sans-serif']),
    );
    expect(svg).not.toMatch(/<(?:script|image|foreignObject)\b|href=|url\(|\bclass=|@import|@font-face/);
  });

  it('the chart has letters that can be read on a telephone 390 pixels wide', () => {
    const sizes = [...render('History').matchAll(/font-size:(\d+)px/g)].map(([, size]) => Number(size));
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.min(...sizes) * (390 / 640)).toBeGreaterThan(10);
  });

  it('the chart has a dark color for each color that it is drawn in, except what can be seen on both', () => {
    const svg = render('History');
    const [, id] = /^<svg[^>]* id="([^"]+)"/.exec(svg) ?? [];
    const [, rules = ''] = /<style>@media \(prefers-color-scheme:dark\)\{(.*)\}<\/style>/.exec(svg) ?? [];
    const drawn = [
      ...svg
        .replace(/<style>.*<\/style>/, '')
        .replace(/ stroke="#\w+" stroke-width="0"/g, '')
        .matchAll(/(fill|stroke)="(#\w+)"/g),
    ];
    for (const [, part, color] of drawn)
      if (color !== '#e69f00') expect(rules).toContain(`#${id} [${part}="${color}"]{${part}:#`);
    expect(rules.split('}').filter((rule) => rule !== '' && !rule.startsWith(`#${id} `))).toEqual([]);
  });

  it.each([
    ['<script>alert(1)</script>'],
    ['</text><script>alert(1)</script>'],
    ['"><img src=x onerror=alert(1)>'],
    [']]><script>x</script> & "more"'],
    ['{b} {a|rich} {value} %s $& $1'],
  ])('the chart shows %p as it was written', (title) => {
    const svg = render(title);
    expect(svg).not.toMatch(
      /<(?!\/?(?:svg|style|title|desc|rect|path|text|g|defs|clipPath|polyline|line)[\s>/])/,
    );
    expect(element(svg, 'title')).toContain(title);
    // A long title is broken into lines.
    expect(drawnTexts(svg).join(' ')).toContain(title);
  });

  it('the chart leaves out characters that would make the file unreadable', () => {
    const svg = render('A\u0000B\u0008C\u001bD\ud800E\ufffeF\u202eG\nH');
    expect(element(svg, 'title')).toContain('ABCD\ufffdEFG H');
    expect(svg).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e\ufffe]/);
    expect(svg.isWellFormed()).toBe(true);
  });

  it('the chart breaks and cuts long titles in the picture, and keeps more of them in its name', () => {
    const svg = render('long title '.repeat(40));
    expect(Math.max(...drawnTexts(svg).map((text) => text.length))).toBeLessThanOrEqual(70);
    expect(drawnTexts(svg).some((text) => text.endsWith('…'))).toBe(true);
    expect(element(svg, 'title').length).toBeGreaterThan(250);
  });
});

describe('completionFunnelChart', () => {
  it('completionFunnelChart shows every activity in order, with number and percentage', () => {
    const svg = completionFunnelChart({
      courseTitle: 'C',
      learners: 8,
      activities: activities(3).map((activity) => ({ ...activity, learners: 8 })),
    });
    const texts = drawnTexts(svg);
    expect(texts.filter((text) => /^\d\. /.test(text))).toEqual([
      '1. Unit 1: 3 of 8 (37.5%)',
      '2. Unit 2: 2 of 8 (25%)',
      '3. Unit 3: 1 of 8 (12.5%)',
    ]);
    expect(texts).toContain('8 learners, 3 activities in the order of the course');
    expect(element(svg, 'desc')).toBe(
      '8 learners, 3 activities in the order of the course. How many learners completed each activity: 1. Unit 1: 3 of 8 (37.5%); 2. Unit 2: 2 of 8 (25%); 3. Unit 3: 1 of 8 (12.5%).',
    );
    const rows = [...svg.matchAll(/translate\(\S+ (\S+)\)" fill="[^"]+">\d\. Unit/g)].map(([, y]) =>
      Number(y),
    );
    expect(rows).toHaveLength(3);
    expect(rows).toEqual([...rows].sort((one, other) => one - other));
  });

  it('completionFunnelChart cuts the titles of activities, and gives them whole to whoever points at them', () => {
    const title = 'A very long title of an activity & its <parts> '.repeat(3).trim();
    const svg = completionFunnelChart({
      courseTitle: 'C',
      learners: 8,
      activities: [{ title, learners: 8, completed: 2 }],
    });
    expect(drawnTexts(svg)).toContainEqual(expect.stringMatching(/^1\. A very long .*…: 2 of 8 \(25%\)$/));
    expect(
      [...svg.matchAll(/<text[^>]*><title>([^<]*)<\/title>/g)].map(([, whole]) => unescaped(whole!)),
    ).toEqual([`1. ${title}: 2 of 8 (25%)`]);
  });

  it('completionFunnelChart grows with the number of activities and names each of them', () => {
    const svg = completionFunnelChart({ courseTitle: 'C', learners: 66, activities: activities(66) });
    expect(Number(/height="(\d+)"/.exec(svg)?.[1])).toBeGreaterThan(66 * 50);
    expect(drawnTexts(svg).filter((text) => /^\d+\. Unit \d+: /.test(text))).toHaveLength(66);
  });

  it('completionFunnelChart draws bars in proportion to all learners', () => {
    const svg = completionFunnelChart({
      courseTitle: 'C',
      learners: 400,
      activities: [400, 200, 100, 0].map((completed) => ({ title: 'x', learners: 400, completed })),
    });
    const lengths = [...svg.matchAll(/<path d="M\S+ \S+l(\S+) 0[^"]*" fill="#0072b2"/g)].map(([, length]) =>
      Number(length),
    );
    expect(lengths).toEqual(
      [584, 292, 146, 0].filter((length, index) => index < lengths.length || length > 0),
    );
  });

  it('completionFunnelChart says when there are no activities, and draws a course without learners', () => {
    expect(drawnTexts(completionFunnelChart({ courseTitle: 'C', learners: 5, activities: [] }))).toContain(
      'This course has no activities yet.',
    );
    expect(
      drawnTexts(
        completionFunnelChart({
          courseTitle: 'C',
          learners: 0,
          activities: [{ title: 'x', learners: 0, completed: 0 }],
        }),
      ),
    ).toContain('1. x: 0 of 0 (0%)');
  });
});

describe('scoreDistributionChart', () => {
  it('scoreDistributionChart shows the bins, what lies outside them and the statistics', () => {
    const svg = CHARTS['score distribution']?.('Essay') ?? '';
    expect(drawnTexts(svg)).toEqual(
      expect.arrayContaining([
        '90–100',
        '> 100',
        'Scores: Essay',
        '11 scores, average 83.18, median 75, standard deviation 29.01, 4',
        'learners without a score',
      ]),
    );
    expect(element(svg, 'desc')).toContain(
      '30–40: 0; 40–50: 2; 50–60: 0; 60–70: 0; 70–80: 5; 80–90: 0; 90–100: 1; > 100: 3.',
    );
  });

  it('scoreDistributionChart writes numbers on the columns as long as they fit', () => {
    const histogram = (count: number) => [{ score: '5', count }];
    const render = (count: number, bins: number) =>
      drawnTexts(
        scoreDistributionChart({
          title: 'x',
          distribution: distribution(histogram(count), '0', '10', bins),
          statistics: scoreStatistics(histogram(count), 0),
        }),
      );
    expect(render(123, 15)).toContain('123');
    expect(render(12_345, 8)).toContain('12,345');
    expect(render(12_345, 30)).not.toContain('12,345');
  });

  it('scoreDistributionChart says when there are no scores', () => {
    const svg = scoreDistributionChart({
      title: 'x',
      distribution: distribution([], '0', '1'),
      statistics: scoreStatistics([], 2),
    });
    expect(drawnTexts(svg)).toContain('There are no scores yet.');
  });
});

describe('enrollmentEndsChart', () => {
  it('enrollmentEndsChart shows weeks without an end too, and colors the weeks before the start differently', () => {
    const svg = CHARTS['enrollment ends']?.('C') ?? '';
    expect(drawnTexts(svg)).toEqual(expect.arrayContaining(['−2', '−1', '1', '2', '3', '4']));
    expect(drawnTexts(svg)).not.toContain('5');
    expect(svg).toContain('fill="#e69f00"');
    expect(element(svg, 'desc')).toBe(
      '11 departures before the end of the course, 3 of them before it began. week −2: 3; week 2: 8.',
    );
  });

  it('enrollmentEndsChart adds weeks beyond the drawn ones to the first and the last column', () => {
    const svg = enrollmentEndsChart({
      courseTitle: 'C',
      weeks: [
        { week: -5000, count: 2 },
        { week: -51, count: 1 },
        { week: 3, count: 1 },
        { week: 100_000, count: 4 },
      ],
      lastWeek: 9,
    });
    expect(element(svg, 'desc')).toContain('week ≤ −52: 3; week 3: 1; week ≥ 52: 4.');
    expect(drawnTexts(svg)).toEqual(expect.arrayContaining(['≤ −52', '≥ 52']));
  });

  it('enrollmentEndsChart shows all weeks up to now where nobody has left', () => {
    const svg = enrollmentEndsChart({ courseTitle: 'C', weeks: [], lastWeek: 7 });
    expect(drawnTexts(svg)).toContain('No learner has left before the end of the course');
    expect(drawnTexts(svg)).toEqual(expect.arrayContaining(['1', '2', '3', '4', '5', '6', '7']));
  });

  it('enrollmentEndsChart draws a course that has not begun', () => {
    const svg = enrollmentEndsChart({ courseTitle: 'C', weeks: [], lastWeek: -3 });
    expect(drawnTexts(svg)).toContain('No learner has left before the end of the course');
  });
});

describe('progressDistributionChart', () => {
  it('progressDistributionChart labels every band and colors those who completed everything differently', () => {
    const svg = CHARTS['progress distribution']?.('C') ?? '';
    const labels = drawnTexts(svg).filter((text) => text.endsWith('%'));
    expect(labels).toEqual([
      ...Array.from({ length: 10 }, (_, band) => `${band * 10}–${band * 10 + 10}%`),
      '100%',
    ]);
    expect(drawnTexts(svg)).toContain('6 learners, of whom 2 completed everything');
  });

  it('progressDistributionChart says when there are no learners', () => {
    expect(drawnTexts(progressDistributionChart({ courseTitle: 'C', bands: progressBands([]) }))).toContain(
      'This course has no learners yet.',
    );
  });
});

describe('shortened', () => {
  it.each([
    ['fits', 4, 'fits'],
    ['does not', 4, 'doe…'],
    ['a b c d', 4, 'a b…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦x', 4, '👩‍👩‍👧‍👦…'],
    ['e\u0301'.repeat(4), 4, 'e\u0301'.repeat(4)],
    ['  a \n b ', 9, 'a b'],
    ['', 4, ''],
  ])('the text %p shortened to %d columns is %p', (text, columns, expected) =>
    expect(shortened(text, columns)).toBe(expected),
  );
});
