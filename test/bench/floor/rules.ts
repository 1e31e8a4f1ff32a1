import { limitFor, type PersonalRow } from './personal';

/** The settings of a quiz that an attempt goes by, as `RULES` reads them. */
export interface RuleRow extends PersonalRow {
  opensAt: Date | null;
  dueAt: Date | null;
  closesAt: Date | null;
  maxAttempts: number | null;
  hardClose: number;
  atEnd: string;
  graceSeconds: number | null;
  offlineAnswers: string;
  navigation: string;
  behavior: string;
  delayAfterFirstSeconds: number | null;
  delayAfterLaterSeconds: number | null;
  shuffleQuestions: number;
  shuffleOptions: number;
}

type Base = Record<string, unknown>;

/** As an attempt keeps them: those of everybody, and its own where they differ. */
export interface StoredRules {
  since: string;
  base: Base;
  own: Record<string, { effective: unknown; origin: string }>;
}

/** Columns of the quiz `z`. */
export const RULES = `z.opens_at AS opensAt, z.due_at AS dueAt, z.closes_at AS closesAt, z.max_attempts AS maxAttempts,
  z.time_limit_seconds AS timeLimitSeconds, z.hard_close AS hardClose, z.at_end AS atEnd, z.grace_seconds AS graceSeconds,
  z.offline_answers AS offlineAnswers, z.navigation, z.behavior, z.delay_after_first_seconds AS delayAfterFirstSeconds,
  z.delay_after_later_seconds AS delayAfterLaterSeconds, z.shuffle_questions AS shuffleQuestions,
  z.shuffle_options AS shuffleOptions`;

/** Nothing in the school of the benchmark cuts a close, waives a password or gives a rest. */
const NOTHING_MORE = { endsBy: null, cutBy: null, passwordWaived: false, restBreakMinutes: 0 };

export function rulesInForce(row: RuleRow, since: Date): StoredRules {
  const { opensAt, dueAt, closesAt, timeLimitSeconds, maxAttempts } = row;
  const { hardClose, atEnd, graceSeconds, offlineAnswers, navigation, behavior } = row;
  const { delayAfterFirstSeconds, delayAfterLaterSeconds, shuffleQuestions, shuffleOptions } = row;
  const limit = limitFor(row);
  return {
    since: since.toISOString(),
    base: {
      ...{ opensAt, dueAt, closesAt, timeLimitSeconds, maxAttempts, hardClose: hardClose === 1 },
      ...{ atEnd, graceSeconds, offlineAnswers, navigation, behavior },
      ...{ delayAfterFirstSeconds, delayAfterLaterSeconds },
      ...{ shuffleQuestions: shuffleQuestions === 1, shuffleOptions: shuffleOptions === 1 },
    },
    own:
      limit === timeLimitSeconds ? {} : { timeLimitSeconds: { effective: limit, origin: 'accommodation' } },
    ...NOTHING_MORE,
  };
}

export function rulesView({ since, base, own }: StoredRules): object {
  const effective = Object.entries(own).map(([rule, value]) => [rule, value.effective]);
  const origins = Object.keys(base).map((rule) => [rule, own[rule]?.origin ?? 'quiz']);
  return {
    ...{ since, base, effective: { ...base, ...(Object.fromEntries(effective) as Base) } },
    origins: Object.fromEntries(origins) as Base,
    ...NOTHING_MORE,
  };
}
