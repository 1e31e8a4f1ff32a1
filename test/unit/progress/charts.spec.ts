import { shortened } from '../../../src/modules/progress/charts/chart-text';
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

const completionFunnelChart = (data: CompletionFunnel) => completionFunnelIn(data, 'en');
const enrollmentEndsChart = (data: EarlyEnds) => earlyEndsChart(data, 'en');
const scoreDistributionChart = (data: ScoreDistribution) => scoreDistributionIn(data, 'en');
const progressDistributionChart = (data: ProgressDistribution) => progressDistributionIn(data, 'en');

const scores = [
  { score: '40', count: 2 },
  { score: '75', count: 5 },
  { score: '100', count: 1 },
  { score: '120', count: 3 },
];
const activities = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ title: `Unit ${index + 1}`, completed: count - index }));

/** Every chart, with the given title wherever people choose one. */
const CHARTS: Record<string, (title: string) => string> = {
  'completion funnel': (title) =>
    completionFunnelChart({
      courseTitle: title,
      learners: 1200,
      activities: [
        { title, completed: 1200 },
        { title: 'Next', completed: 7 },
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
    }),
  'progress distribution': (title) =>
    progressDistributionChart({
      courseTitle: title,
      bands: progressBands(
        [
          { completed: 3, learners: 4 },
          { completed: 4, learners: 2 },
        ],
        4,
      ),
    }),
};

/** What the picture shows as text, unescaped, in drawing order. */
function drawnTexts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => unescaped(text as string));
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

  it('the chart is 960×480, on white, and needs no font, style sheet or script', () => {
    const svg = render('History');
    expect(svg).toMatch(/^<svg width="960" height="480" /);
    expect(svg).toContain('fill="#ffffff"');
    expect(new Set([...svg.matchAll(/font-family:([^;"]+)/g)].map(([, family]) => family))).toEqual(
      new Set(['sans-serif']),
    );
    expect(svg).not.toMatch(/<(?:style|script|image|foreignObject)\b|href=|url\(|\bclass=/);
  });

  it.each([
    ['<script>alert(1)</script>'],
    ['</text><script>alert(1)</script>'],
    ['"><img src=x onerror=alert(1)>'],
    [']]><script>x</script> & "more"'],
    ['{b} {a|rich} {value} %s $& $1'],
  ])('the chart shows %p as it was written', (title) => {
    const svg = render(title);
    expect(svg).not.toMatch(/<(?!\/?(?:svg|title|desc|rect|path|text|g|defs|clipPath|polyline|line)[\s>/])/);
    expect(element(svg, 'title')).toContain(title);
    expect(drawnTexts(svg).some((text) => text.includes(title))).toBe(true);
  });

  it('the chart leaves out characters that would make the file unreadable', () => {
    const svg = render('A\u0000B\u0008C\u001bD\ud800E\ufffeF\u202eG\nH');
    expect(element(svg, 'title')).toContain('ABCD\ufffdEFG H');
    expect(svg).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e\ufffe]/);
    expect(svg.isWellFormed()).toBe(true);
  });

  it('the chart cuts long titles in the picture, and keeps more of them in its name', () => {
    const svg = render('long title '.repeat(40));
    expect(Math.max(...drawnTexts(svg).map((text) => text.length))).toBeLessThanOrEqual(130);
    expect(drawnTexts(svg).some((text) => text.endsWith('…'))).toBe(true);
    expect(element(svg, 'title').length).toBeGreaterThan(250);
  });
});

describe('completionFunnelChart', () => {
  it('completionFunnelChart shows every activity in order, with number and percentage', () => {
    const svg = completionFunnelChart({ courseTitle: 'C', learners: 8, activities: activities(3) });
    const texts = drawnTexts(svg);
    expect(texts.filter((text) => /^\d\. /.test(text))).toEqual(['1. Unit 1', '2. Unit 2', '3. Unit 3']);
    expect(texts).toEqual(
      expect.arrayContaining([
        '3 (37.5%)',
        '2 (25.0%)',
        '1 (12.5%)',
        '8 learners, 3 activities in course order',
      ]),
    );
    expect(element(svg, 'desc')).toBe(
      'Number and share of 8 learners who completed each activity: 1. Unit 1: 3 (37.5%); 2. Unit 2: 2 (25.0%); 3. Unit 3: 1 (12.5%).',
    );
    const rows = [...svg.matchAll(/translate\(\S+ (\S+)\)" fill="[^"]+">\d\. Unit/g)].map(([, y]) =>
      Number(y),
    );
    expect(rows).toEqual([...rows].sort((one, other) => one - other));
  });

  it('completionFunnelChart grows with the number of activities and names each of them', () => {
    const svg = completionFunnelChart({ courseTitle: 'C', learners: 66, activities: activities(66) });
    expect(Number(/height="(\d+)"/.exec(svg)?.[1])).toBeGreaterThan(66 * 20);
    expect(drawnTexts(svg).filter((text) => /^\d+\. Unit \d+$/.test(text))).toHaveLength(66);
  });

  it('completionFunnelChart draws bars in proportion to all learners', () => {
    const svg = completionFunnelChart({
      courseTitle: 'C',
      learners: 400,
      activities: [400, 200, 100, 0].map((completed) => ({ title: 'x', completed })),
    });
    const lengths = [...svg.matchAll(/<path d="M\S+ \S+l(\S+) 0[^"]*" fill="#0072b2"/g)].map(([, length]) =>
      Number(length),
    );
    expect(lengths).toEqual(
      [512, 256, 128, 0].filter((length, index) => index < lengths.length || length > 0),
    );
  });

  it('completionFunnelChart says when there are no activities, and draws a course without learners', () => {
    expect(drawnTexts(completionFunnelChart({ courseTitle: 'C', learners: 5, activities: [] }))).toContain(
      'This course has no activities yet.',
    );
    expect(
      drawnTexts(
        completionFunnelChart({ courseTitle: 'C', learners: 0, activities: [{ title: 'x', completed: 0 }] }),
      ),
    ).toContain('0 (0.0%)');
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
        '11 scores, mean 83.18, median 75, standard deviation 29.01, 4 scores missing',
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
    expect(render(123, 30)).toContain('123');
    expect(render(12_345, 10)).toContain('12,345');
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
    expect(drawnTexts(svg)).toEqual(expect.arrayContaining(['−1', '0', '1', '2', '3', '8']));
    expect(svg).toContain('fill="#e69f00"');
    expect(element(svg, 'desc')).toBe(
      '11 enrollments ended early, 3 of them before the course began (weeks up to 0). week −1: 3; week 2: 8.',
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
    });
    expect(element(svg, 'desc')).toContain('week ≤ −51: 3; week 3: 1; week ≥ 52: 4.');
    expect(drawnTexts(svg)).toEqual(expect.arrayContaining(['≤ −51', '≥ 52']));
  });

  it('enrollmentEndsChart says when no enrollment ended early', () => {
    expect(drawnTexts(enrollmentEndsChart({ courseTitle: 'C', weeks: [] }))).toContain(
      'No enrollment has ended early.',
    );
  });
});

describe('progressDistributionChart', () => {
  it('progressDistributionChart labels every band and colors those who completed everything differently', () => {
    const svg = CHARTS['progress distribution']?.('C') ?? '';
    const labels = drawnTexts(svg).filter((text) => text.endsWith('%'));
    expect(labels).toEqual([
      ...Array.from({ length: 10 }, (_, band) => `${band * 10}–<${band * 10 + 10}%`),
      '100%',
    ]);
    expect(drawnTexts(svg)).toContain('6 learners, 2 completed everything');
  });

  it('progressDistributionChart says when there are no learners', () => {
    expect(
      drawnTexts(progressDistributionChart({ courseTitle: 'C', bands: progressBands([], 4) })),
    ).toContain('This course has no learners yet.');
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
