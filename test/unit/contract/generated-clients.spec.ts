import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installTools, runTool } from '../../contract/tools';

const TOOLS = join(__dirname, '..', '..', 'contract');
const DOCUMENT = join(__dirname, '..', '..', '..', 'openapi.json');

/** What a front end may write with types from the description; each line fails to compile where the contract is worse. */
const USES = `
import type { components, paths } from './schema';
import { client } from './client/client.gen';
import { coursesCreate, quizzesChange, type CoursesCreateData } from './client';

type Schemas = components['schemas'];

// A change demands no field, and a new thing only those without which it cannot be.
export const change: Schemas['UpdateLineItemDto'] = {};
export const item: Schemas['CreateLineItemDto'] = { title: 'Essay', resultValueMax: '10' };
export const upload: Pick<Schemas['RosterImportForm'], 'file'> = { file: '' };

// Lists of values have names, and take no other value.
export const status: Schemas['CourseStatus'] = 'draft';
// @ts-expect-error there is no such status
export const noStatus: Schemas['CourseStatus'] = 'forgotten';

// An operation has the codes that it answers.
type Refused = paths['/v1/courses/{courseId}/publication']['delete']['responses'][409]['content']['application/problem+json'];
export const because = ({ code }: Refused): string => (code === 'courses.has_learners' ? 'Archive it' : code);
// @ts-expect-error another operation's code
export const never = ({ code }: Refused): boolean => code === 'assessments.quiz_closed';

// A question is told by its type.
export function keyOf(question: Schemas['QuestionResponse']): string {
  return question.type === 'numeric' ? question.definition.tolerance.value : question.prompt;
}

// An attempt may be handed in without a word.
export type Submission = paths['/v1/attempts/{attemptId}/submission']['put']['requestBody'];
export const noBody: Submission = undefined;

export const body: CoursesCreateData['body'] = { code: 'A-1', title: 'A course' };
client.setConfig({ baseUrl: 'https://school.example' });
export const created = coursesCreate({ body });
export const settings = quizzesChange({ path: { activityId: 'x' }, body: { maxAttempts: null } });
`;

describe('clients that are generated from openapi.json', () => {
  let folder: string;
  beforeAll(() => {
    installTools();
    // Inside of the tools' folder, so that generated code finds their packages.
    folder = mkdtempSync(join(TOOLS, 'node_modules', '.generated-'));
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('compile strictly, and narrow as the contract promises', () => {
    const types = runTool('openapi-typescript', [DOCUMENT, '-o', join(folder, 'schema.d.ts')]);
    expect(types).toMatchObject({ status: 0 });
    const client = runTool('openapi-ts', ['-i', DOCUMENT, '-o', join(folder, 'client'), '--silent']);
    expect(client).toMatchObject({ status: 0 });
    writeFileSync(join(folder, 'uses.ts'), USES);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          noUncheckedIndexedAccess: true,
          target: 'es2022',
          lib: ['es2022', 'dom', 'dom.iterable'],
          module: 'esnext',
          moduleResolution: 'bundler',
          types: [],
        },
        include: ['./**/*.ts'],
        exclude: [],
      }),
    );
    expect(runTool('tsc', ['-p', folder])).toEqual({ status: 0, output: '' });
  }, 240_000);
});
