import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RosterImportsService } from '../../../src/modules/rostering';
import { fromBinary, toBinary } from '../../../src/shared/database/ids';
import { dayIn } from '../../../src/shared/time/zoned-time';
import { OperationRunner } from '../../../src/shared/operations/operation-runner';
import { type BundleFigures, figuresOf } from '../../support/oneroster-figures';
import { smallBundle } from '../../support/small-school';
import { type Caller, TestApp } from '../../support/test-app';

/** Where the Open University Learning Analytics Dataset lies as a OneRoster bundle. It is not part of the repository. */
const OULAD = join(process.env['OULAD_DIRECTORY'] ?? '../shared/data/oulad', 'oulad-oneroster-1.1.zip');

interface ReportedLineItem {
  lineItemId: string;
  title: string;
  results: number;
  exempt: number;
  missingScores: number;
  late: number;
  mean: string | null;
  median: string | null;
  standardDeviation: string | null;
}

interface PartCounts {
  part: string;
  unchanged: number;
}

describe('the report of an imported course', () => {
  let app: TestApp;
  let administrator: Caller;
  beforeEach(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
  });
  afterEach(() => app.stop());

  it('the report of an imported course equals a direct computation from the files of a small school', async () => {
    await expectReportsToEqualFiles(await smallBundle(), 2);
  }, 60_000);

  it(`the report of an imported course equals a direct computation from the files of a real university (${OULAD})`, async () => {
    if (!existsSync(OULAD)) {
      process.stderr.write(
        `No ${OULAD}: the small school above stands for it. OULAD_DIRECTORY names another folder.\n`,
      );
      return;
    }
    const { rows } = await expectReportsToEqualFiles(OULAD, 22);
    expect(rows).toMatchObject({
      classes: 22,
      users: 28_785,
      enrollments: 32_593,
      lineItems: 206,
      results: 173_912,
    });
    await expectSecondImportToChangeNothing(OULAD, {
      'users.csv': 28_785,
      'enrollments.csv': 32_593,
      'results.csv': 173_912,
    });
  }, 300_000);

  async function expectReportsToEqualFiles(path: string, courses: number): Promise<BundleFigures> {
    expect((await importBundle(path)).status).toBe('succeeded');
    const expected = await figuresOf(path, dayIn(app.clock.now(), 'UTC'));
    expect(expected.classes.size).toBe(courses);
    for (const [sourcedId, figures] of expected.classes) {
      const courseId = await courseOf(sourcedId);
      const { status, body: report } = await administrator.get(`/v1/courses/${courseId}/report`);
      expect(status).toBe(200);
      const { enrolled, active, suspended, upcoming, ended } = report;
      expect({ enrolled, active, ended }).toEqual({
        enrolled: figures.enrolled,
        active: figures.active,
        ended: figures.ended,
      });
      expect(active + suspended + upcoming + ended).toBe(enrolled);
      expect(weeksOf(report.endedByCourseWeek)).toEqual(Object.fromEntries(figures.endedByWeek));
      const sourcedIds = await lineItemSourcedIds(courseId);
      expect(report.lineItems).toHaveLength(figures.lineItems.size);
      for (const item of report.lineItems as ReportedLineItem[]) {
        const file = figures.lineItems.get(sourcedIds.get(item.lineItemId) ?? '')!;
        expect(item).toMatchObject({
          results: file.results,
          exempt: file.exempt,
          missingScores: file.missingScores,
          late: file.late,
        });
        expectClose(item.mean, file.mean);
        expectClose(item.median, file.median);
        expectClose(item.standardDeviation, file.standardDeviation);
      }
    }
    return expected;
  }

  async function expectSecondImportToChangeNothing(
    path: string,
    unchanged: Record<string, number>,
  ): Promise<void> {
    const { status, summary } = await importBundle(path);
    expect(status).toBe('succeeded');
    for (const counts of summary)
      expect(counts).toMatchObject({ added: 0, changed: 0, ended: 0, refused: 0 });
    const counted = Object.fromEntries(summary.map(({ part, unchanged: count }) => [part, count]));
    expect(counted).toMatchObject(unchanged);
  }

  async function importBundle(path: string): Promise<{ status: string; summary: PartCounts[] }> {
    const operation = await app.get(RosterImportsService).start({
      path,
      name: 'bundle.zip',
      dryRun: false,
      confirmed: false,
      requestedBy: administrator.id,
    });
    await app.get(OperationRunner).settled(operation.id);
    return (await administrator.get(`/v1/operations/${operation.id}`)).body;
  }

  async function courseOf(sourcedId: string): Promise<string> {
    const row = await app.database.row<{ id: Buffer }>('SELECT id FROM courses WHERE sourced_id = ?', [
      sourcedId,
    ]);
    return fromBinary(row!.id);
  }

  async function lineItemSourcedIds(courseId: string): Promise<Map<string, string>> {
    const rows = await app.database.rows<{ id: Buffer; sourcedId: string }>(
      'SELECT id, sourced_id AS sourcedId FROM line_items WHERE course_id = ?',
      [toBinary(courseId)],
    );
    return new Map(rows.map((row) => [fromBinary(row.id), row.sourcedId]));
  }
});

function weeksOf(weeks: { week: number; count: number }[]): Record<string, number> {
  return Object.fromEntries(weeks.filter(({ count }) => count > 0).map(({ week, count }) => [week, count]));
}

/** The files' figures are floating-point sums, the report's are exact and rounded to six places. */
function expectClose(reported: string | null, computed: number | null): void {
  if (computed === null) expect(reported).toBeNull();
  else expect(Number(reported)).toBeCloseTo(computed, 5);
}
