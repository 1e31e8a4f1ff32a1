import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../rostering.sentences';
import { type BundleFault, fault, quoted, throwIfAny } from './bundle-error';
import { readCsv } from './csv-reader';
import type { FileMode } from './columns';
import type { BundleLimits } from './limits';
import { plainWord } from './formats';
import { headerOf } from './row-reader';
import { ALL_FILES, FIRST_VERSION, ONEROSTER_VERSIONS, type OneRosterVersion } from './versions';

export const MANIFEST_FILE = 'manifest.csv';
/** The `source.systemName` of the bundles that Stoa writes. */
export const STOA = 'Stoa';
const IN_MANIFEST = { file: MANIFEST_FILE };

const FILE_MODES: readonly string[] = ['bulk', 'delta', 'absent'] satisfies FileMode[];

/** The properties that are read, by their names in lower case. */
const PROPERTIES = new Map(
  [
    ...['manifest.version', 'oneroster.version', 'source.systemName', 'source.systemCode'],
    ...ALL_FILES.map((kind) => `file.${kind}`),
  ].map((name) => [name.toLowerCase(), name]),
);

/** The content of manifest.csv (OneRoster CSV, the table of manifest.csv). */
export interface Manifest {
  version: OneRosterVersion;
  /** The mode of every kind that the manifest lists. */
  modes: ReadonlyMap<string, FileMode>;
  sourceSystemName: string | null;
  sourceSystemCode: string | null;
  /** Kinds in `file.*` properties that the version does not have. */
  unknownFiles: readonly string[];
}

/**
 * Reads manifest.csv and compares it with the files of the archive. The specification requires it to list all kinds; a kind
 * that is neither listed nor in the archive counts as absent.
 *
 * @param present names of the files in the archive.
 * @throws BundleError with all faults.
 */
export async function readManifest(
  chunks: AsyncIterable<Buffer>,
  present: ReadonlySet<string>,
  limits: Pick<BundleLimits, 'maxRecordBytes'>,
): Promise<Manifest> {
  const { properties, faults } = await readProperties(chunks, limits);
  faults.push(...versionFaults(properties));
  const version = ONEROSTER_VERSIONS.get(properties.get('oneroster.version')?.value ?? '') ?? FIRST_VERSION;
  const modes = new Map<string, FileMode>();
  const unknownFiles: string[] = [];
  for (const [name, { value, line }] of properties) {
    if (!name.startsWith('file.')) continue;
    const kind = name.slice('file.'.length);
    const mode = plainWord(value);
    if (!version.files.includes(kind)) unknownFiles.push(kind);
    else if (isFileMode(mode)) modes.set(kind, mode);
    else faults.push(invalidValue(name, value, line, FILE_MODES.join(', ')));
  }
  // A kind with an invalid value has its fault already.
  for (const kind of version.files.filter((known) => modes.has(known) || !properties.has(`file.${known}`))) {
    faults.push(...presenceFaults(kind, modes.get(kind), present.has(`${kind}.csv`)));
  }
  throwIfAny(faults);
  return {
    version,
    modes,
    sourceSystemName: properties.get('source.systemName')?.value || null,
    sourceSystemCode: properties.get('source.systemCode')?.value || null,
    unknownFiles,
  };
}

interface Property {
  value: string;
  line: number;
}

async function readProperties(
  chunks: AsyncIterable<Buffer>,
  limits: Pick<BundleLimits, 'maxRecordBytes'>,
): Promise<{ properties: Map<string, Property>; faults: BundleFault[] }> {
  const properties = new Map<string, Property>();
  const faults: BundleFault[] = [];
  let header: string[] | null = null;
  for await (const items of readCsv(chunks, MANIFEST_FILE, limits)) {
    for (const item of items) {
      const { line } = item;
      if (header === null) {
        header = headerOf(item, MANIFEST_FILE);
        if (plainWord(header[0] ?? '') !== 'propertyname' || plainWord(header[1] ?? '') !== 'value') {
          faults.push(manifestFault('manifest_malformed', sentences.manifestHeader(IN_MANIFEST), line));
        }
        continue;
      }
      const fields = 'fields' in item ? item.fields.map((field) => field.trim()) : [];
      if (fields.length > 0 && fields.every((field) => field === '')) continue;
      const [written, value] = fields;
      const name = written === undefined ? undefined : (PROPERTIES.get(written.toLowerCase()) ?? written);
      if (name === undefined || value === undefined) {
        faults.push(
          manifestFault('manifest_malformed', sentences.manifestLine({ ...IN_MANIFEST, line }), line),
        );
      } else if (properties.has(name)) {
        faults.push(
          manifestFault(
            'manifest_property_duplicate',
            sentences.propertyTwice({ ...IN_MANIFEST, property: quoted(name) }),
            line,
          ),
        );
      } else {
        properties.set(name, { value, line });
      }
    }
  }
  return { properties, faults };
}

/** Excel saves 1.0 as 1. */
const VERSIONS: Record<string, readonly string[]> = {
  'manifest.version': ['1.0', '1'],
  'oneroster.version': [...ONEROSTER_VERSIONS.keys()],
};

function versionFaults(properties: ReadonlyMap<string, Property>): BundleFault[] {
  const faults: BundleFault[] = [];
  for (const [name, supported] of Object.entries(VERSIONS)) {
    const property = properties.get(name);
    if (!property) {
      faults.push(
        manifestFault(
          'manifest_property_missing',
          sentences.propertyMissing({ ...IN_MANIFEST, property: name }),
        ),
      );
    } else if (!supported.includes(property.value)) {
      const { value, line } = property;
      const message = sentences.versionUnknown({
        ...{ ...IN_MANIFEST, property: name, value: quoted(value) },
        supported: supported.join(', '),
      });
      faults.push(manifestFault('unsupported_version', message, line));
    }
  }
  return faults;
}

function presenceFaults(kind: string, mode: FileMode | undefined, isPresent: boolean): BundleFault[] {
  const file = `${kind}.csv`;
  if (isPresent && mode === undefined) {
    return [fault('file_undeclared', sentences.fileUnlisted({ file }), { file })];
  }
  if (isPresent && mode === 'absent') {
    return [fault('file_undeclared', sentences.fileSaidAbsent({ file }), { file })];
  }
  if (!isPresent && mode !== undefined && mode !== 'absent') {
    return [fault('file_missing', sentences.fileMissing({ file, mode }), { file })];
  }
  return [];
}

function isFileMode(value: string): value is FileMode {
  return FILE_MODES.includes(value);
}

function invalidValue(name: string, value: string, line: number, permitted: string): BundleFault {
  const message = sentences.propertyInvalid({
    ...{ ...IN_MANIFEST, property: quoted(name), value: quoted(value) },
    values: permitted,
  });
  return manifestFault('manifest_value_invalid', message, line);
}

function manifestFault(code: BundleFault['code'], message: Sentence, line?: number): BundleFault {
  return fault(code, message, { ...IN_MANIFEST, line });
}
