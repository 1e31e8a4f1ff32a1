import { ApiProperty } from '@nestjs/swagger';
import { say } from '../../../../shared/sentences/say';
import { catalog, type Language } from '../../../../shared/sentences/sentence';
import { columnPicture } from '../../../../shared/charts/column-chart';
import { COLORS, nothingToShow, type Picture, pictureOf } from '../../../../shared/charts/svg-chart';
import { type ProgressBand, progressBands } from '../../statistics/completion';
import type { CourseReport } from '../course-report';
import type { ReportedCourse } from '../reported-course';

const sentences = catalog('progress.progressDistribution', {
  title: 'How far learners are: {courseTitle}',
  subtitle:
    '{learners, plural, one {1 learner} other {# learners}}, of whom {done, number} completed everything',
  description: '{subtitle}. Learners by completed share of the course: {details}.',
  noLearners: 'This course has no learners yet.',
  shareAxis: 'Completed share of the course (10% counts as 10–20%)',
  learnerAxis: 'Learners',
});

export class ProgressBandResponse {
  @ApiProperty({ description: 'Percent, included.', example: 60 })
  from: number;

  @ApiProperty({ description: 'Percent, not included except where it equals `from`.', example: 70 })
  to: number;

  @ApiProperty({ example: 7 })
  learners: number;
}

export interface ProgressDistribution {
  courseTitle: string;
  /** As `progressBands` makes them. */
  bands: readonly ProgressBand[];
}

/** How many learners have completed how much of the course. */
export const progressDistributionReport: CourseReport<{ progressDistribution: ProgressBand[] }> = {
  fields: {
    progressDistribution: {
      type: [ProgressBandResponse],
      description: 'Active learners by the completed share of the activities that count for them.',
    },
  },

  async figures(course) {
    return { progressDistribution: await bandsOf(course) };
  },

  chart: {
    name: 'progress-distribution',
    summary: 'Chart: how far the learners are',
    async draw(course, language) {
      const bands = await bandsOf(course);
      return progressDistributionChart({ courseTitle: course.terms.title, bands }, language);
    },
  },
};

async function bandsOf(course: ReportedCourse): Promise<ProgressBand[]> {
  const learnersBy = Map.groupBy(
    await course.records(false),
    ({ completed, total }) => `${completed} ${total}`,
  );
  const counts = [...learnersBy.values()].flatMap((learners) =>
    learners[0] ? [{ ...learners[0], learners: learners.length }] : [],
  );
  return progressBands(counts);
}

/** 640×480. Those who completed all stand apart. */
export function progressDistributionChart(
  { courseTitle, bands }: ProgressDistribution,
  language: Language,
): Picture {
  const columns = bands.map(({ from, to, learners }) => ({
    label: from === to ? `${from}%` : `${from}–${to}%`,
    count: learners,
    color: from === to ? COLORS.green : COLORS.blue,
  }));
  const learners = columns.reduce((total, { count }) => total + count, 0);
  const done = bands.filter(({ from, to }) => from === to).reduce((total, band) => total + band.learners, 0);
  const subtitle = sentences.subtitle({ learners, done });
  const details = columns.map(({ label, count }) => `${label}: ${count}`);
  const frame = {
    title: say(sentences.title({ courseTitle }), language),
    subtitle: say(subtitle, language),
    description: say(sentences.description({ subtitle, details }), language),
  };
  if (learners === 0) return pictureOf(frame, nothingToShow(say(sentences.noLearners(), language)));
  const xName = say(sentences.shareAxis(), language);
  const yName = say(sentences.learnerAxis(), language);
  return columnPicture(frame, { columns, language, xName, yName });
}
