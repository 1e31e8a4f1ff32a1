import { openBundle } from '../../../src/modules/rostering/bundle/bundle';
import { BundleError } from '../../../src/modules/rostering/bundle/bundle-error';
import { said } from '../../support/bundle-rows';
import {
  buildBundle,
  temporaryFile,
  type BundleFiles,
  type BundleOptions,
  type ManifestOverrides,
} from '../../support/oneroster-bundle';
import { rawZip } from '../../support/raw-zip';

const ORGS = { orgs: [{ sourcedId: 'school', name: 'Hillview', type: 'school' }] };

async function faultsOf(
  files: BundleFiles,
  overrides?: ManifestOverrides,
  options?: BundleOptions,
): Promise<unknown[]> {
  const path = await buildBundle(files, overrides, options);
  try {
    (await openBundle(path)).close();
  } catch (error) {
    if (error instanceof BundleError) return error.faults.map(said);
    throw error;
  }
  return [];
}

describe('readManifest', () => {
  it('readManifest reads the mode of each file', async () => {
    const path = await buildBundle(
      { ...ORGS, users: [] },
      { 'file.users': 'delta', 'source.systemCode': 'sis-7' },
    );
    const bundle = await openBundle(path);
    bundle.close();
    expect(bundle.entityMode('orgs')).toBe('bulk');
    expect(bundle.entityMode('users')).toBe('delta');
    expect(bundle.entityMode('results')).toBe('absent');
    expect(bundle.manifest).toMatchObject({ sourceSystemName: 'Stoa tests', sourceSystemCode: 'sis-7' });
    expect(bundle.notices).toEqual([]);
  });

  it('readManifest accepts a manifest that does not list absent files', async () => {
    expect(await faultsOf(ORGS, { 'file.results': undefined, 'file.resources': undefined })).toEqual([]);
  });

  it('readManifest accepts a manifest that Excel has saved', async () => {
    expect(await faultsOf(ORGS, { 'manifest.version': '1' })).toEqual([]);
  });

  it('readManifest accepts other letter case and blanks in the manifest and in names of files', async () => {
    const manifest =
      'PropertyName , value\r\nManifest.Version, 1.0 \r\noneroster.version,1.1\r\n,\r\nfile.academicsessions,ABSENT\r\nFile.Orgs , Bulk \r\n';
    const path = await temporaryFile(
      rawZip([
        { name: 'MANIFEST.csv', data: manifest },
        { name: 'Orgs.CSV', data: 'sourcedId,name,type\r\nschool,Hillview,school\r\n' },
        { name: '.DS_Store', data: 'x' },
      ]),
    );
    const bundle = await openBundle(path);
    expect(bundle.entityMode('orgs')).toBe('bulk');
    expect(bundle.notices).toEqual([]);
    expect(await bundle.check('orgs')).toBe(1);
    bundle.close();
  });

  it('readManifest accepts a manifest in one folder with all other files', async () => {
    expect(await faultsOf(ORGS, {}, { folder: 'roster' })).toEqual([]);
  });
});

describe('opening a bundle', () => {
  it('opening a bundle fails without a manifest', async () => {
    const path = await temporaryFile(rawZip([{ name: 'orgs.csv', data: 'sourcedId,name,type' }]));
    await expect(openBundle(path)).rejects.toMatchObject({ code: 'manifest_missing' });
  });

  it('opening a bundle fails with an empty manifest', async () => {
    expect(await faultsOf({}, {}, { extraFiles: { 'manifest.csv': '' } })).toEqual([
      expect.objectContaining({ code: 'manifest_property_missing' }),
      expect.objectContaining({ code: 'manifest_property_missing' }),
    ]);
  });

  it.each([
    ['a file is declared but missing', { 'file.users': 'bulk' }, 'file_missing', 'users.csv'],
    [
      'a file outside the import is declared but missing',
      { 'file.demographics': 'delta' },
      'file_missing',
      'demographics.csv',
    ],
    ['a file is there but absent', { 'file.orgs': 'absent' }, 'file_undeclared', 'orgs.csv'],
    ['a file is there but not named', { 'file.orgs': undefined }, 'file_undeclared', 'orgs.csv'],
    ['a mode is unknown', { 'file.orgs': 'full' }, 'manifest_value_invalid', 'manifest.csv'],
    ['its own version is unknown', { 'manifest.version': '2.0' }, 'unsupported_version', 'manifest.csv'],
    [
      'the version of OneRoster is another',
      { 'oneroster.version': '1.3' },
      'unsupported_version',
      'manifest.csv',
    ],
    ['it names no version', { 'oneroster.version': undefined }, 'manifest_property_missing', 'manifest.csv'],
  ])('opening a bundle fails when %s', async (_when, overrides, code, file) => {
    expect(await faultsOf(ORGS, overrides)).toEqual([expect.objectContaining({ code, file })]);
  });

  it('opening a bundle reports all faults of a manifest at once, with their lines', async () => {
    const manifest =
      'propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.0\r\nfile.orgs,full\r\nfile.users\r\n';
    expect(await faultsOf(ORGS, {}, { extraFiles: { 'manifest.csv': manifest } })).toEqual([
      expect.objectContaining({ code: 'manifest_malformed', line: 5 }),
      expect.objectContaining({ code: 'unsupported_version', line: 3 }),
      expect.objectContaining({
        code: 'manifest_value_invalid',
        line: 4,
        message: expect.stringContaining('"full"'),
      }),
    ]);
  });

  it('opening a bundle fails if the manifest has a property twice', async () => {
    const manifest =
      'propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.1\r\nfile.orgs,bulk\r\nfile.orgs,delta\r\n';
    expect(await faultsOf(ORGS, {}, { extraFiles: { 'manifest.csv': manifest } })).toEqual([
      expect.objectContaining({ code: 'manifest_property_duplicate', line: 5 }),
    ]);
  });

  it('opening a bundle fails if the manifest has another header', async () => {
    const manifest = 'name,value\r\nmanifest.version,1.0\r\noneroster.version,1.1\r\nfile.orgs,bulk\r\n';
    expect(await faultsOf(ORGS, {}, { extraFiles: { 'manifest.csv': manifest } })).toEqual([
      expect.objectContaining({ code: 'manifest_malformed', line: 1 }),
    ]);
  });

  it('opening a bundle fails if the manifest is too large', async () => {
    const manifest = 'x,y\r\n'.repeat(20_000);
    expect(await faultsOf(ORGS, {}, { extraFiles: { 'manifest.csv': manifest } })).toEqual([
      expect.objectContaining({ code: 'entry_too_large', file: 'manifest.csv' }),
    ]);
  });
});

describe('notices', () => {
  it('the notices list the files that are not imported', async () => {
    const path = await buildBundle(
      ORGS,
      { 'file.demographics': 'bulk', 'file.scoreScales': 'bulk' },
      { extraFiles: { 'demographics.csv': 'sourcedId\r\n', 'README.txt': 'hello' } },
    );
    const bundle = await openBundle(path);
    bundle.close();
    expect(bundle.notices.map(({ code, file }) => [code, file])).toEqual([
      ['file_unknown', 'README.txt'],
      ['file_unknown', 'scoreScales.csv'],
      ['file_not_imported', 'demographics.csv'],
    ]);
  });

  it('the notices name files in other folders, but not those that operating systems hide there', async () => {
    const path = await buildBundle(
      ORGS,
      {},
      { extraFiles: { 'old/orgs.csv': 'x', '__MACOSX/._orgs.csv': 'x' } },
    );
    const bundle = await openBundle(path);
    bundle.close();
    expect(bundle.notices.map(said)).toMatchObject([
      { code: 'file_unknown', file: 'old/orgs.csv', message: expect.stringContaining('not in the folder') },
    ]);
  });
});
