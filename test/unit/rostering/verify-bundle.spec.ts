import { openBundle } from '../../../src/modules/rostering/bundle/bundle';
import {
  type VerificationProgress,
  type VerificationReport,
  verifyBundle,
} from '../../../src/modules/rostering/bundle/verify-bundle';
import { buildBundle, type BundleFiles } from '../../support/oneroster-bundle';
import { smallSchool } from '../../support/small-school';

async function verify(
  files: BundleFiles,
): Promise<{ report: VerificationReport; progress: VerificationProgress[] }> {
  const bundle = await openBundle(await buildBundle(files));
  const progress: VerificationProgress[] = [];
  try {
    return {
      report: await verifyBundle(bundle, { onProgress: (step) => void progress.push(step) }),
      progress,
    };
  } finally {
    bundle.close();
  }
}

describe('verifyBundle', () => {
  it('verifyBundle finds no fault in the bundle of the small school', async () => {
    const { report } = await verify(smallSchool());
    expect(report).toMatchObject({ rows: 48, badRows: 0, clean: true });
    expect(report.files.map(({ file, mode, rows }) => [file, mode, rows])).toEqual([
      ['orgs.csv', 'bulk', 2],
      ['academicSessions.csv', 'bulk', 2],
      ['courses.csv', 'bulk', 2],
      ['classes.csv', 'bulk', 2],
      ['users.csv', 'bulk', 10],
      ['enrollments.csv', 'bulk', 14],
      ['categories.csv', 'bulk', 2],
      ['lineItems.csv', 'bulk', 4],
      ['results.csv', 'bulk', 10],
    ]);
  });

  it('verifyBundle counts bad rows and passes on their issues', async () => {
    const { users, results } = smallSchool();
    const { report, progress } = await verify({
      users: users.map((user) => (user.sourcedId === 's-bao' ? { ...user, role: 'pupil' } : user)),
      results: results.map((result, index) =>
        index < 2 ? { ...result, score: 'A', scoreDate: '' } : result,
      ),
    });
    expect(report).toMatchObject({ rows: 20, badRows: 3, clean: false });
    expect(
      progress.flatMap(({ issues }) => issues).map(({ file, line, column }) => [file, line, column]),
    ).toEqual([
      ['users.csv', 5, 'role'],
      ['results.csv', 2, 'score'],
      ['results.csv', 2, 'scoreDate'],
      ['results.csv', 3, 'score'],
      ['results.csv', 3, 'scoreDate'],
    ]);
  });

  it('verifyBundle reads the other files if one cannot be read to its end', async () => {
    const { report } = await verify({
      ...smallSchool(),
      courses: 'sourcedId,courseCode\r\n',
      categories: Buffer.from('sourcedId,title\r\na,Exam\r\nb,Dictée\r\n', 'latin1'),
    });
    expect(report.clean).toBe(false);
    const faulty = report.files.filter(({ faults }) => faults.length > 0);
    expect(
      faulty.map(({ file, faults }) => [file, faults[0]?.code, faults[0]?.line, faults[0]?.column]),
    ).toEqual([
      ['courses.csv', 'column_missing', 1, 'title'],
      ['categories.csv', 'invalid_encoding', 3, null],
    ]);
    expect(report.files.find(({ file }) => file === 'results.csv')?.rows).toBe(10);
  });

  it('verifyBundle reports its progress up to the last byte', async () => {
    const categories = Array.from({ length: 3000 }, (_, index) => ({
      sourcedId: `c${index}`,
      title: 'Exam',
    }));
    const { progress } = await verify({ ...smallSchool(), categories });
    const inCategories = progress.filter(({ file }) => file === 'categories.csv');
    expect(inCategories.map(({ fileRows }) => fileRows)).toEqual([1000, 2000, 3000]);
    const shares = progress.map(({ bytesRead, bytesTotal }) => bytesRead / bytesTotal);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('verifyBundle waits for the callback after each batch, and stops if it fails', async () => {
    const bundle = await openBundle(await buildBundle(smallSchool()));
    const failing = verifyBundle(bundle, {
      onProgress: () => Promise.reject(new Error('the store is full')),
    });
    await expect(failing).rejects.toThrow('the store is full');
    bundle.close();
  });
});
