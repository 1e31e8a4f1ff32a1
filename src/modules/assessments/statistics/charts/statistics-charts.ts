import { columnPicture } from '../../../../shared/charts/column-chart';
import { COLORS, nothingToShow, type Picture, pictureOf } from '../../../../shared/charts/svg-chart';
import { say } from '../../../../shared/sentences/say';
import { catalog, type Language } from '../../../../shared/sentences/sentence';

const sentences = catalog('quizStatisticsCharts', {
  scoresTitle: 'Scores in {quiz}',
  facilityTitle: 'How much the questions of {quiz} earned',
  attempts: '{attempts, plural, one {1 graded attempt} other {# graded attempts}}',
  flagged:
    '{attempts, plural, one {1 graded attempt} other {# graded attempts}}; in orange what a teacher should look at',
  described: '{subtitle}. {details}.',
  nothing: 'There is no graded attempt yet.',
  percentAxis: 'Score in percent (10% counts as 10–20%)',
  attemptAxis: 'Attempts',
  questionAxis: 'Place of the question in the quiz',
  facilityAxis: 'Facility: percent of its points',
});

export const BINS = 10;

/** Attempts by the tenth of the points that they earned; who earned all is in the last one. */
export function scoreBins(shares: readonly number[]): number[] {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const share of shares) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(share * BINS)));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

export function scoresChart(quiz: string, bins: readonly number[], language: Language): Picture {
  const columns = bins.map((count, index) => ({
    ...{ label: `${index * BINS}–${(index + 1) * BINS}%`, count, color: COLORS.blue },
  }));
  const attempts = bins.reduce((sum, count) => sum + count, 0);
  const subtitle = sentences.attempts({ attempts });
  const details = columns.map(({ label, count }) => `${label}: ${count}`);
  const frame = {
    title: say(sentences.scoresTitle({ quiz }), language),
    subtitle: say(subtitle, language),
    description: say(sentences.described({ subtitle, details }), language),
  };
  if (attempts === 0) return pictureOf(frame, nothingToShow(say(sentences.nothing(), language)));
  const xName = say(sentences.percentAxis(), language);
  const yName = say(sentences.attemptAxis(), language);
  return columnPicture(frame, { columns, language, xName, yName, touching: true });
}

/** A question as a column. */
export interface ChartedQuestion {
  /** Null for one that is drawn, or is not in the quiz any more. */
  position: number | null;
  /** A decimal; null where it is worth nothing. */
  facility: string | null;
  problems: readonly unknown[];
}

export function facilityChart(
  quiz: string,
  attempts: number,
  questions: readonly ChartedQuestion[],
  language: Language,
): Picture {
  const columns = questions.flatMap(({ position, facility, problems }) =>
    facility === null
      ? []
      : [
          {
            ...{ label: position === null ? '–' : String(position), count: Math.round(Number(facility)) },
            color: problems.length > 0 ? COLORS.orange : COLORS.blue,
          },
        ],
  );
  const subtitle = sentences.flagged({ attempts });
  const details = columns.map(({ label, count }) => `${label}: ${count}%`);
  const frame = {
    title: say(sentences.facilityTitle({ quiz }), language),
    subtitle: say(subtitle, language),
    description: say(sentences.described({ subtitle, details }), language),
  };
  if (columns.length === 0) return pictureOf(frame, nothingToShow(say(sentences.nothing(), language)));
  const xName = say(sentences.questionAxis(), language);
  const yName = say(sentences.facilityAxis(), language);
  return columnPicture(frame, { columns, language, xName, yName });
}
