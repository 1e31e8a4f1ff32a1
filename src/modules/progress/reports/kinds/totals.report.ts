import type { Language } from '../../../../shared/sentences/sentence';
import { say } from '../../../../shared/sentences/say';
import { catalog } from '../../../../shared/sentences/sentence';
import type { CourseTotals, TotalName } from '../../../gradebook';
import { type Column, columnPicture } from '../../../../shared/charts/column-chart';
import { COLORS, nothingToShow, type Picture, pictureOf } from '../../../../shared/charts/svg-chart';
import { TotalChartQuery } from '../../score-figures/dto/score-figures.query';
import { type Distribution, distribution } from '../../statistics/score-statistics';
import type { CourseReport } from '../course-report';
import type { ReportedCourse } from '../reported-course';

const sentences = catalog('progress.totals', {
  totals:
    '{isFinal, select, yes {Final totals} other {Current totals}}{isPosted, select, yes { of posted scores} other {}}: {courseTitle}{isOfPeriod, select, yes {, {periodTitle}} other {}}',
  grades:
    'Grades by {isFinal, select, yes {final totals} other {current totals}}{isPosted, select, yes { of posted scores} other {}}: {courseTitle}{isOfPeriod, select, yes {, {periodTitle}} other {}}',
  subtitle:
    '{learners, plural, one {1 learner} other {# learners}}, of whom {withTotal, number} have a total',
  description: '{subtitle}. {details}.',
  noTotals: 'Nobody has a total yet.',
  noScheme: 'This course gives its totals no names.',
  percentAxis: 'Total (%)',
  gradeAxis: 'Grade',
  numberAxis: 'Learners',
});

interface DrawnTotals {
  courseTitle: string;
  name: TotalName;
  totals: CourseTotals;
}

const CHART_ERRORS = {
  422: ['request.invalid', 'gradebook.no_such_period'],
  503: 'gradebook.structure_changing',
};

/** A chart of how totals lie. The report itself does not have them, since they are read by a request of their own. */
export const totalDistributionReport: CourseReport = {
  fields: {},
  figures: () => Promise.resolve({}),
  chart: {
    name: 'total-distribution',
    summary: 'Chart: the totals of a course',
    query: TotalChartQuery,
    errors: CHART_ERRORS,
    async draw(course, language, query) {
      return totalChart(await drawnTotals(course, query as TotalChartQuery), language);
    },
  },
};

/** A chart of who has which grade by the scheme. */
export const gradeDistributionReport: CourseReport = {
  fields: {},
  figures: () => Promise.resolve({}),
  chart: {
    name: 'grade-distribution',
    summary: 'Chart: the grades of a course by its scheme',
    query: TotalChartQuery,
    errors: CHART_ERRORS,
    async draw(course, language, query) {
      return gradeChart(await drawnTotals(course, query as TotalChartQuery), language);
    },
  },
};

async function drawnTotals(
  course: ReportedCourse,
  { total: name, period }: TotalChartQuery,
): Promise<DrawnTotals> {
  return { courseTitle: course.terms.title, name, totals: await course.totals({ name, period }) };
}

/** A histogram of ten bins. Totals outside of 0 to 100 % stand in columns of their own at the sides, in another color. */
export function totalChart(drawn: DrawnTotals, language: Language): Picture {
  const { percentages } = drawn.totals;
  const columns = columnsOf(
    distribution(
      percentages.map((score) => ({ score, count: 1 })),
      '0',
      '100',
    ),
  );
  const isEmpty = percentages.length === 0;
  const frame = frameOf(sentences.totals(wordsOf(drawn)), drawn.totals, isEmpty ? [] : columns, language);
  if (isEmpty) return pictureOf(frame, nothingToShow(say(sentences.noTotals(), language)));
  const xName = say(sentences.percentAxis(), language);
  const yName = say(sentences.numberAxis(), language);
  return columnPicture(frame, { columns, language, xName, yName, touching: true });
}

/** A column for each grade of the scheme, from the lowest to the highest. */
export function gradeChart(drawn: DrawnTotals, language: Language): Picture {
  const { grades } = drawn.totals;
  const columns = [...(grades ?? [])]
    .map(([label, count]) => ({ label, count, color: COLORS.blue }))
    .reverse();
  const frame = frameOf(sentences.grades(wordsOf(drawn)), drawn.totals, columns, language);
  if (grades === null) return pictureOf(frame, nothingToShow(say(sentences.noScheme(), language)));
  const xName = say(sentences.gradeAxis(), language);
  const yName = say(sentences.numberAxis(), language);
  return columnPicture(frame, { columns, language, xName, yName });
}

function wordsOf({ courseTitle, name, totals: { periodTitle } }: DrawnTotals) {
  return {
    courseTitle,
    isOfPeriod: periodTitle === null ? 'no' : 'yes',
    periodTitle: periodTitle ?? '',
    isFinal: name.endsWith('final') ? 'yes' : 'no',
    isPosted: name.startsWith('posted_') ? 'yes' : 'no',
  };
}

function frameOf(
  title: Parameters<typeof say>[0],
  { learners, percentages }: CourseTotals,
  columns: readonly Column[],
  language: Language,
) {
  const subtitle = say(sentences.subtitle({ learners, withTotal: percentages.length }), language);
  const details = columns.map(({ label, count }) => `${label}: ${count}`);
  const description =
    columns.length === 0 ? subtitle : say(sentences.description({ subtitle, details }), language);
  return { title: say(title, language), subtitle, description };
}

function columnsOf({ bins, below, above }: Distribution): Column[] {
  const columns: Column[] = bins.map(({ from, to, count }) => ({
    label: `${from}–${to}`,
    count,
    color: COLORS.blue,
  }));
  if (below > 0) columns.unshift({ label: '< 0', count: below, color: COLORS.orange });
  if (above > 0) columns.push({ label: '> 100', count: above, color: COLORS.orange });
  return columns;
}
