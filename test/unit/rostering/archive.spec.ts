import { buffer } from 'node:stream/consumers';
import { Archive } from '../../../src/modules/rostering/bundle/archive';
import { BundleError } from '../../../src/modules/rostering/bundle/bundle-error';
import { type BundleLimits, DEFAULT_LIMITS } from '../../../src/modules/rostering/bundle/limits';
import { said } from '../../support/bundle-rows';
import { temporaryFile } from '../../support/oneroster-bundle';
import { type RawEntry, rawZip } from '../../support/raw-zip';

const SYMBOLIC_LINK = 0o120777 << 16;

async function openArchive(
  entries: readonly RawEntry[],
  limits: Partial<BundleLimits> = {},
): Promise<Archive> {
  return Archive.open(await temporaryFile(rawZip(entries)), { ...DEFAULT_LIMITS, ...limits });
}

/** The fault with which something is refused. */
async function faultOf(
  action: Promise<unknown>,
): Promise<{ code: string; file: string | null; message: string }> {
  const error = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BundleError)) throw new Error(`expected a BundleError, got ${String(error)}`);
  return said(error.faults[0]);
}

async function opened<T>(archive: Archive, work: (archive: Archive) => Promise<T> | T): Promise<T> {
  try {
    return await work(archive);
  } finally {
    archive.close();
  }
}

describe('Archive', () => {
  it('Archive reads the bytes of the files of an archive', async () => {
    const archive = await openArchive([
      { name: 'a.csv', data: 'deflated' },
      { name: 'b.csv', data: 'stored', method: 0 },
    ]);
    await opened(archive, async () => {
      expect(archive.names).toEqual(['a.csv', 'b.csv']);
      expect(archive.declaredBytes('a.csv')).toBe(8);
      expect(String(await buffer(archive.read('a.csv')))).toBe('deflated');
      expect(String(await buffer(archive.read('b.csv')))).toBe('stored');
    });
  });

  it('Archive accepts an archive with one folder that contains all files', async () => {
    const archive = await openArchive([
      { name: 'roster/' },
      { name: 'roster/a.csv' },
      { name: 'roster/b.csv' },
    ]);
    await opened(archive, () => expect(archive.names).toEqual(['a.csv', 'b.csv']));
  });

  it.each([
    ['at the root', ['photos/a.png', 'manifest.csv', 'users.csv', 'empty/'], ['photos/a.png']],
    ['in a folder, beside files', ['notes.txt', 'roster/manifest.csv', 'roster/users.csv'], ['notes.txt']],
    ['in a folder of a folder', ['a/b/Manifest.csv', 'a/b/users.csv', 'users.csv'], ['users.csv']],
    ['that is not hidden', ['.trash/manifest.csv', 'manifest.csv', 'users.csv'], ['.trash/manifest.csv']],
  ])('Archive reads the files in the folder of the manifest, %s', async (_where, names, ignored) => {
    const archive = await openArchive(names.map((name) => ({ name })));
    await opened(archive, () => {
      expect(archive.names.map((name) => name.toLowerCase())).toEqual(['manifest.csv', 'users.csv']);
      expect(archive.ignored).toEqual(ignored);
    });
  });

  it('Archive ignores the resource forks that macOS adds to archives', async () => {
    const archive = await openArchive([{ name: 'roster/a.csv' }, { name: '__MACOSX/roster/._a.csv' }]);
    await opened(archive, () => {
      expect(archive.names).toEqual(['a.csv']);
      expect(archive.ignored).toEqual(['__MACOSX/roster/._a.csv']);
    });
  });
});

describe('Archive.open', () => {
  it('Archive.open refuses a file that is not a zip archive', async () => {
    const path = await temporaryFile('sourcedId,status\r\n');
    expect(await faultOf(Archive.open(path, DEFAULT_LIMITS))).toMatchObject({ code: 'not_a_zip' });
  });

  it('Archive.open refuses an empty file', async () => {
    const path = await temporaryFile('');
    expect(await faultOf(Archive.open(path, DEFAULT_LIMITS))).toMatchObject({ code: 'not_a_zip' });
  });

  it('Archive.open refuses an incomplete archive', async () => {
    const whole = rawZip([{ name: 'users.csv', data: 'x'.repeat(1000), method: 0 }]);
    const path = await temporaryFile(whole.subarray(0, whole.length / 2));
    expect(await faultOf(Archive.open(path, DEFAULT_LIMITS))).toMatchObject({ code: 'zip_truncated' });
  });

  it('Archive.open refuses an archive with a damaged directory', async () => {
    const bytes = rawZip([{ name: 'users.csv', data: 'x' }]);
    bytes.write('XX', bytes.indexOf('PK\x01\x02', 0, 'latin1'));
    const path = await temporaryFile(bytes);
    expect(await faultOf(Archive.open(path, DEFAULT_LIMITS))).toMatchObject({ code: 'zip_damaged' });
  });

  it.each([
    ['../users.csv', 'a path upwards'],
    ['roster/../../users.csv', 'a path upwards from a folder'],
    ['/etc/users.csv', 'an absolute path'],
    ['C:/users.csv', 'a drive'],
    ['roster\\users.csv', 'backslashes'],
    ['users.csv\0.png', 'a null character'],
  ])('opening an archive fails when an entry is named %j: %s', async (name) => {
    const fault = await faultOf(openArchive([{ name: 'manifest.csv' }, { name }]));
    expect(fault).toMatchObject({ code: 'unsafe_path', file: name });
    expect(fault.message).toContain(JSON.stringify(name));
  });

  it.each([
    ['a symbolic link', { externalAttributes: SYMBOLIC_LINK }, 'symbolic_link'],
    ['encrypted', { flags: 1 }, 'entry_encrypted'],
    ['compressed by another method than deflate', { method: 12 }, 'unsupported_compression'],
  ])('opening an archive fails when an entry is %s', async (_what, entry, code) => {
    const fault = await faultOf(openArchive([{ name: 'users.csv', ...entry }]));
    expect(fault).toMatchObject({ code, file: 'users.csv' });
    expect(fault.message).toContain('"users.csv"');
  });

  it('Archive.open refuses an archive with a strongly encrypted entry', async () => {
    expect(await faultOf(openArchive([{ name: 'users.csv', flags: 0x41 }]))).toMatchObject({
      code: 'entry_encrypted',
    });
  });

  it('Archive.open refuses an archive with two bundles', async () => {
    const names = ['a/manifest.csv', 'b/Manifest.csv'];
    const fault = await faultOf(openArchive(names.map((name) => ({ name }))));
    expect(fault).toMatchObject({ code: 'several_manifests', file: 'b/Manifest.csv' });
    expect(fault.message).toContain('"a/manifest.csv", "b/Manifest.csv"');
  });

  it('Archive.open refuses an archive with two entries of the same name', async () => {
    const fault = await faultOf(openArchive([{ name: 'users.csv' }, { name: 'users.csv' }]));
    expect(fault).toMatchObject({ code: 'duplicate_entry', file: 'users.csv' });
  });

  it('Archive.open refuses an archive with too many entries', async () => {
    const names = Array.from({ length: DEFAULT_LIMITS.maxEntries + 1 }, (_, index) => ({
      name: `${index}.csv`,
    }));
    expect(await faultOf(openArchive(names))).toMatchObject({ code: 'too_many_entries' });
  });
});

describe('the limits of an archive', () => {
  it('the limits of an archive refuse an entry that is declared too large', async () => {
    const fault = await faultOf(
      openArchive([{ name: 'users.csv', data: 'x'.repeat(11) }], { maxEntryBytes: 10 }),
    );
    expect(fault).toMatchObject({ code: 'entry_too_large', file: 'users.csv' });
  });

  it('the limits of an archive refuse entries that are declared too large together', async () => {
    const entries = ['a', 'b', 'c'].map((name) => ({ name, data: 'x'.repeat(10) }));
    const fault = await faultOf(openArchive(entries, { maxTotalBytes: 29 }));
    expect(fault).toMatchObject({ code: 'bundle_too_large', file: 'c' });
    await opened(await openArchive(entries, { maxTotalBytes: 30 }), () => undefined);
  });

  it('the limits of an archive refuse an entry with the compression ratio of a zip bomb', async () => {
    const bomb = Buffer.alloc(8 * 1024 * 1024);
    const fault = await faultOf(openArchive([{ name: 'users.csv', data: bomb }]));
    expect(fault).toMatchObject({ code: 'compression_ratio', file: 'users.csv' });
  });

  it('the limits of an archive accept a small file with any compression ratio', async () => {
    const archive = await openArchive([
      { name: 'users.csv', data: Buffer.alloc(DEFAULT_LIMITS.ratioFreeBytes) },
    ]);
    await opened(archive, () =>
      expect(archive.declaredBytes('users.csv')).toBe(DEFAULT_LIMITS.ratioFreeBytes),
    );
  });

  it('the limits of an archive stop the inflating of an entry at the first byte beyond its declared size', async () => {
    const archive = await openArchive([
      { name: 'users.csv', data: Buffer.alloc(8 * 1024 * 1024), declaredBytes: 50_000 },
    ]);
    let bytes = 0;
    const inflate = async (): Promise<void> => {
      for await (const chunk of archive.read('users.csv')) bytes += chunk.length;
    };
    await opened(archive, async () => {
      expect(await faultOf(inflate())).toMatchObject({ code: 'entry_size_mismatch', file: 'users.csv' });
      expect(bytes).toBeLessThanOrEqual(50_000);
    });
  });
});

describe('reading a damaged file of an archive', () => {
  it('reading a damaged file of an archive fails if the file is shorter than declared', async () => {
    const archive = await openArchive([{ name: 'users.csv', data: 'short', declaredBytes: 100 }]);
    await opened(archive, async () => {
      expect(await faultOf(buffer(archive.read('users.csv')))).toMatchObject({ code: 'entry_size_mismatch' });
    });
  });

  it('reading a damaged file of an archive fails if the checksum of the file does not match', async () => {
    const archive = await openArchive([{ name: 'users.csv', data: 'sourcedId', declaredCrc: 1 }]);
    await opened(archive, async () => {
      expect(await faultOf(buffer(archive.read('users.csv')))).toMatchObject({
        code: 'zip_damaged',
        file: 'users.csv',
      });
    });
  });

  it('reading a damaged file of an archive fails if the file cannot be inflated', async () => {
    const bytes = rawZip([{ name: 'users.csv', data: 'sourcedId,status' }]);
    bytes.fill(0xff, 40, 45);
    const archive = await Archive.open(await temporaryFile(bytes), DEFAULT_LIMITS);
    await opened(archive, async () => {
      expect(await faultOf(buffer(archive.read('users.csv')))).toMatchObject({
        code: 'zip_damaged',
        file: 'users.csv',
      });
    });
  });
});

it('a failing disk is not blamed on the archive', async () => {
  await expect(Archive.open('/nowhere/bundle.zip', DEFAULT_LIMITS)).rejects.toMatchObject({ code: 'ENOENT' });
});
