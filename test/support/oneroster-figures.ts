import { parse } from 'csv-parse/sync';
import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';

/**
 * The figures of a bundle, straight from its files: what reports over the imported data are held against. Shares
 * no code with the product and favors the plain way over the quick one; needs a few hundred megabytes for a
 * bundle of 200,000 rows.
 */
export interface BundleFigures {
  /** By sourcedId of the class. */
  classes: Map<string, ClassFigures>;
  rows: Record<string, number>;
}

export interface ClassFigures {
  /** Enrollment rows with the role student, ended ones included. */
  enrolled: number;
  /** Those that have begun and not ended: the students that all figures of line items are about. */
  active: number;
  /** Those that have ended. */
  ended: number;
  /**
   * How many ended in which course week, before the endDate of the class's last term. Week 1 starts on the startDate of the class's first term; the week before
   * it is 0, then -1 and so on.
   */
  endedByWeek: Map<number, number>;
  /** By sourcedId of the line item. */
  lineItems: Map<string, LineItemFigures>;
}

/** Of the active students alone. */
export interface LineItemFigures {
  /** Result rows, those without a score included. */
  results: number;
  /** Result rows with the status exempt. */
  exempt: number;
  /**
   * Students with neither a score nor an exempt row, without those who came after the calendar day written in dueDate.
   */
  missingScores: number;
  /** Over the scores of rows that are not exempt; null where there are none. */
  mean: number | null;
  median: number | null;
  /** Of a sample, over n - 1; null for fewer than two scores. */
  standardDeviation: number | null;
  /** None: the files say when work was graded, and not when it came in. */
  late: 0;
}

type Row = Record<string, string>;

interface Student {
  id: string;
  begin: string;
}

/** @param today `YYYY-MM-DD`: enrollments have begun and ended by this day. */
export async function figuresOf(path: string, today: string): Promise<BundleFigures> {
  const files = await readFiles(path);
  const rowsOf = (kind: string): Row[] => files.get(`${kind}.csv`) ?? [];
  const sessions = new Map<string | undefined, Row>(
    rowsOf('academicSessions').map((row) => [row.sourcedId, row]),
  );
  const classes = new Map<string, ClassFigures>();
  const activeIn = new Map<string, Student[]>();
  for (const row of rowsOf('classes')) {
    const terms = list(row.termSourcedIds).map((term): Row => sessions.get(term) ?? {});
    const start = terms.map(({ startDate }) => startDate ?? '').sort()[0] ?? '';
    const lastDay =
      terms
        .map(({ endDate }) => endDate ?? '')
        .sort()
        .at(-1) ?? '';
    const students = rowsOf('enrollments').filter(
      (enrollment) => enrollment.classSourcedId === row.sourcedId && enrollment.role === 'student',
    );
    const ends = students
      .map((enrollment) => enrollment.endDate ?? '')
      .filter((end) => end !== '' && end <= today);
    const active = students
      .map((enrollment) => ({
        id: enrollment.userSourcedId ?? '',
        // The field may be empty.
        begin: enrollment.beginDate || start,
        end: enrollment.endDate ?? '',
      }))
      .filter(({ begin, end }) => begin <= today && (end === '' || end > today));
    activeIn.set(row.sourcedId ?? '', active);
    classes.set(row.sourcedId ?? '', {
      enrolled: students.length,
      active: active.length,
      ended: ends.length,
      endedByWeek: countBy(ends.filter((end) => end < lastDay).map((end) => courseWeek(end, start))),
      lineItems: new Map(),
    });
  }
  const resultsOf = Map.groupBy(rowsOf('results'), (row) => row.lineItemSourcedId);
  for (const row of rowsOf('lineItems')) {
    const students = activeIn.get(row.classSourcedId ?? '') ?? [];
    const figures = lineItemFigures(row, resultsOf.get(row.sourcedId) ?? [], students);
    classes.get(row.classSourcedId ?? '')?.lineItems.set(row.sourcedId ?? '', figures);
  }
  const rows = Object.fromEntries(
    [...files].map(([name, content]) => [name.replace('.csv', ''), content.length]),
  );
  return { classes, rows };
}

async function readFiles(path: string): Promise<Map<string, Row[]>> {
  const zip = await openPromise(path, { autoClose: false });
  const files = new Map<string, Row[]>();
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    files.set(entry.fileName, parse(content, { columns: true, bom: true }));
  }
  zip.close();
  return files;
}

function lineItemFigures(lineItem: Row, allResults: Row[], students: Student[]): LineItemFigures {
  const ids = new Set(students.map(({ id }) => id));
  const results = allResults.filter((row) => ids.has(row.studentSourcedId ?? ''));
  const resultOf = new Map(results.map((row) => [row.studentSourcedId, row]));
  const scores = results
    .filter((row) => row.score !== '' && row.scoreStatus !== 'exempt')
    .map((row) => Number(row.score));
  const dueDay = (lineItem.dueDate ?? '').slice(0, 10);
  return {
    results: results.length,
    exempt: results.filter((row) => row.scoreStatus === 'exempt').length,
    missingScores: students.filter(({ id, begin }) => {
      const result = resultOf.get(id);
      return (
        begin <= dueDay && (result === undefined || (result.score === '' && result.scoreStatus !== 'exempt'))
      );
    }).length,
    mean: scores.length > 0 ? meanOf(scores) : null,
    median: scores.length > 0 ? medianOf(scores) : null,
    standardDeviation: scores.length > 1 ? standardDeviationOf(scores) : null,
    late: 0,
  };
}

function courseWeek(day: string, start: string): number {
  const days = (Date.parse(day) - Date.parse(start)) / 86_400_000;
  return Math.floor(days / 7) + 1;
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return meanOf(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}

/** Two passes: the mean first, then the squares of the distances from it. */
function standardDeviationOf(values: number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

function countBy(values: number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values.sort((a, b) => a - b)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function list(value: string | undefined): string[] {
  return (value ?? '').split(',').map((item) => item.trim());
}
