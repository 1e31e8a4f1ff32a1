import { SchemeTermsError } from '../gradebook.errors';
import { sentences } from '../gradebook.sentences';
import { schemeKindNamed } from './kinds/registry';
import type { Grader, SchemeKindName, SchemeTerms } from './kinds/scheme-kind';

/** What names the totals of a course. */
export type GradingScheme = Grader;

/** As it is stored. What an earlier release wrote has letters, with names and bounds alone. */
export interface StoredScheme extends Partial<Omit<SchemeTerms, 'rows'>> {
  kind?: SchemeKindName;
  rows?: (Pick<SchemeTerms['rows'][number], 'name' | 'from'> & Partial<SchemeTerms['rows'][number]>)[];
}

/** A scheme with all of its terms. */
export type FullScheme = SchemeTerms & { kind: SchemeKindName };

const NO_TERMS: SchemeTerms = {
  ...{ rows: [], roundsTo: null, maximum: null, places: null },
  ...{ breakpoints: [], step: null, rounding: null },
};

export function fullScheme({ kind = 'letters', rows = [], ...terms }: StoredScheme): FullScheme {
  const full = rows.map((row) => ({ includesFrom: true, value: null, ...row }));
  return { ...NO_TERMS, ...terms, kind, rows: full };
}

export function toScheme(stored: StoredScheme | null): GradingScheme | null {
  if (stored === null) return null;
  const { kind, ...terms } = fullScheme(stored);
  return schemeKindNamed(kind).grader(terms);
}

/** A scheme of a request, as it is stored. Throws SchemeTermsError and SchemeOrderError where it does not fit its kind. */
export function schemeIn(sent: FullScheme): FullScheme {
  const { kind, ...terms } = sent;
  const { takes, termsIn } = schemeKindNamed(kind);
  for (const name of Object.keys(NO_TERMS) as (keyof SchemeTerms)[])
    if (!takes.includes(name) && !isLeftOut(terms[name]))
      throw new SchemeTermsError(name, sentences.schemeHasNo({ kind, name }));
  return { ...termsIn(terms), kind };
}

function isLeftOut(term: SchemeTerms[keyof SchemeTerms]): boolean {
  return term === null || (Array.isArray(term) && term.length === 0);
}
