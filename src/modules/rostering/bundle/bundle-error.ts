import { inEnglish } from '../../../shared/sentences/say';
import type { Sentence } from '../../../shared/sentences/sentence';

/** Why a bundle or one of its files cannot be read. The codes are stable, so that clients can depend on them. */
export type BundleFaultCode =
  // the archive
  | 'not_a_zip'
  | 'zip_truncated'
  | 'zip_damaged'
  | 'entry_encrypted'
  | 'unsafe_path'
  | 'symbolic_link'
  | 'several_manifests'
  | 'duplicate_entry'
  | 'too_many_entries'
  | 'entry_too_large'
  | 'bundle_too_large'
  | 'compression_ratio'
  | 'unsupported_compression'
  | 'entry_size_mismatch'
  // manifest.csv and the set of files
  | 'manifest_missing'
  | 'manifest_malformed'
  | 'manifest_property_missing'
  | 'manifest_property_duplicate'
  | 'manifest_value_invalid'
  | 'unsupported_version'
  | 'file_missing'
  | 'file_undeclared'
  // one CSV file
  | 'invalid_encoding'
  | 'wrong_separator'
  | 'wrong_line_end'
  | 'header_missing'
  | 'header_malformed'
  | 'column_missing'
  | 'column_duplicate';

export interface BundleFault {
  code: BundleFaultCode;
  /** For people. Names the entry. */
  message: Sentence;
  /** The entry at fault; null for the whole archive. */
  file: string | null;
  /** Physical line in that file; the header is line 1. */
  line: number | null;
  column: string | null;
}

/** A bundle or one of its files cannot be read at all. Bad rows are issues instead. */
export class BundleError extends Error {
  override readonly name = 'BundleError';

  /** @param faults all faults that were found, at least one. */
  constructor(
    readonly faults: readonly [BundleFault, ...BundleFault[]],
    options?: ErrorOptions,
  ) {
    super(inEnglishAll(faults), options);
  }

  get code(): BundleFaultCode {
    return this.faults[0].code;
  }
}

export function fault(
  code: BundleFaultCode,
  message: Sentence,
  where: { file?: string; line?: number; column?: string } = {},
): BundleFault {
  return { code, message, file: where.file ?? null, line: where.line ?? null, column: where.column ?? null };
}

/** What is wrong, for logs and for what is stored. */
export function inEnglishAll(faults: readonly BundleFault[]): string {
  return faults.map(({ message }) => inEnglish(message)).join(' ');
}

/** Throws one error for all the faults, if there are any. */
export function throwIfAny(faults: BundleFault[], options?: ErrorOptions): void {
  const [first, ...others] = faults;
  if (first) throw new BundleError([first, ...others], options);
}

/** A name from the archive, made safe and short enough for a message. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}
