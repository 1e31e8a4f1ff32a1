import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** The columns of OneRoster 1.1 CSV Tables, section 3, in their order. */
export const COLUMNS = {
  academicSessions: ['title', 'type', 'startDate', 'endDate', 'parentSourcedId', 'schoolYear'],
  orgs: ['name', 'type', 'identifier', 'parentSourcedId'],
  courses: [
    'schoolYearSourcedId',
    'title',
    'courseCode',
    'grades',
    'orgSourcedId',
    'subjects',
    'subjectCodes',
  ],
  classes: [
    'title',
    'grades',
    'courseSourcedId',
    'classCode',
    'classType',
    'location',
    'schoolSourcedId',
    'termSourcedIds',
    'subjects',
    'subjectCodes',
    'periods',
  ],
  users: [
    'enabledUser',
    'orgSourcedIds',
    'role',
    'username',
    'userIds',
    'givenName',
    'familyName',
    'middleName',
    'identifier',
    'email',
    'sms',
    'phone',
    'agentSourcedIds',
    'grades',
    'password',
  ],
  enrollments: [
    'classSourcedId',
    'schoolSourcedId',
    'userSourcedId',
    'role',
    'primary',
    'beginDate',
    'endDate',
  ],
  categories: ['title'],
  lineItems: [
    'title',
    'description',
    'assignDate',
    'dueDate',
    'classSourcedId',
    'categorySourcedId',
    'gradingPeriodSourcedId',
    'resultValueMin',
    'resultValueMax',
  ],
  results: ['lineItemSourcedId', 'studentSourcedId', 'scoreStatus', 'score', 'scoreDate', 'comment'],
} as const;

export type Kind = keyof typeof COLUMNS;

const KINDS = [...Object.keys(COLUMNS), 'classResources', 'courseResources', 'demographics', 'resources'];

/** The columns of OneRoster 1.2, as far as they differ. */
const COLUMNS_OF_1_2 = {
  users: [
    ...['enabledUser', 'username', 'userIds', 'givenName', 'familyName', 'middleName', 'identifier'],
    ...['email', 'sms', 'phone', 'agentSourcedIds', 'grades', 'password', 'userMasterIdentifier'],
    ...['resourceSourcedIds', 'preferredGivenName', 'preferredMiddleName', 'preferredFamilyName'],
    ...['primaryOrgSourcedId', 'pronouns'],
  ],
  roles: [
    ...['userSourcedId', 'roleType', 'role', 'beginDate', 'endDate', 'orgSourcedId'],
    'userProfileSourcedId',
  ],
  userProfiles: [
    ...['userSourcedId', 'profileType', 'vendorId', 'applicationId', 'description'],
    ...['credentialType', 'username', 'password'],
  ],
} as const;

const KINDS_OF_1_2 = [
  ...[...KINDS, 'roles', 'userProfiles', 'userResources', 'scoreScales', 'lineItemScoreScales'],
  ...['resultScoreScales', 'lineItemLearningObjectiveIds', 'resultLearningObjectiveIds'],
];

/** Values by column; columns left out are blank. */
export type RowValues = Record<string, string>;

/** Rows, or the content of the file as it is. */
export type FileContent = readonly RowValues[] | string | Buffer;

export type BundleFiles = Partial<Record<Kind, FileContent>>;
export type BundleFilesOf1Dot2 = Partial<Record<Kind | 'roles' | 'userProfiles', FileContent>>;

/** Properties of manifest.csv that differ; undefined leaves one out. */
export type ManifestOverrides = Record<string, string | undefined>;

export interface BundleOptions {
  /** Put all files into this folder. */
  folder?: string;
  /** Further files, or manifest.csv itself, by name. */
  extraFiles?: Record<string, string | Buffer>;
}

const folder = mkdtempSync(join(tmpdir(), 'stoa-bundles-'));
let bundles = 0;
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes a file that lasts as long as the test file. */
export async function temporaryFile(
  content: Buffer | string,
  name = `bundle-${++bundles}.zip`,
): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/**
 * Zips a bundle with a correct manifest (bulk for the given files, absent for the rest), except for the overrides.
 *
 * @returns the path of the zip file, which lasts as long as the test file.
 */
export async function buildBundle(
  files: BundleFiles,
  manifestOverrides: ManifestOverrides = {},
  options: BundleOptions = {},
): Promise<string> {
  return zipped(
    files,
    COLUMNS,
    manifest(files, KINDS, { 'oneroster.version': '1.1', ...manifestOverrides }),
    options,
  );
}

/** As `buildBundle`, in version 1.2. */
export async function buildBundleOf1Dot2(
  files: BundleFilesOf1Dot2,
  manifestOverrides: ManifestOverrides = {},
  options: BundleOptions = {},
): Promise<string> {
  const overrides = { 'oneroster.version': '1.2', ...manifestOverrides };
  return zipped(files, { ...COLUMNS, ...COLUMNS_OF_1_2 }, manifest(files, KINDS_OF_1_2, overrides), options);
}

async function zipped(
  files: Record<string, FileContent>,
  columns: Record<string, readonly string[]>,
  manifestFile: string,
  options: BundleOptions,
): Promise<string> {
  const zip = new ZipFile();
  const contents: Record<string, string | Buffer> = { 'manifest.csv': manifestFile };
  for (const [kind, content] of Object.entries(files))
    contents[`${kind}.csv`] = fileBytes(columns[kind] ?? [], content);
  for (const [name, content] of Object.entries({ ...contents, ...options.extraFiles })) {
    zip.addBuffer(Buffer.from(content), options.folder ? `${options.folder}/${name}` : name);
  }
  zip.end();
  return temporaryFile(await buffer(zip.outputStream));
}

function manifest(files: object, kinds: readonly string[], overrides: ManifestOverrides): string {
  const properties: ManifestOverrides = { 'manifest.version': '1.0', 'oneroster.version': '' };
  for (const kind of kinds) properties[`file.${kind}`] = kind in files ? 'bulk' : 'absent';
  Object.assign(properties, { 'source.systemName': 'Stoa tests' }, overrides);
  const rows = Object.entries(properties).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return csv([['propertyName', 'value'], ...rows]);
}

function fileBytes(own: readonly string[], content: FileContent): string | Buffer {
  if (typeof content === 'string' || Buffer.isBuffer(content)) return content;
  const columns = ['sourcedId', 'status', 'dateLastModified', ...own];
  return csv([columns, ...content.map((row) => columns.map((name) => row[name] ?? ''))]);
}

/** RFC 4180: CRLF after each row, quotes where they are needed. */
export function csv(rows: readonly (readonly string[])[]): string {
  const cell = (value: string): string =>
    /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
