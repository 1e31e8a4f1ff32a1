import type { FieldError } from '../../../../shared/errors/domain-error';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { invalidRequest, readAs } from '../../../../shared/http/validation';
import {
  type ActivityFields,
  type ActivityType,
  findActivityType,
} from '../../content/activity-types/registry';
import { MomentDto } from '../../release/kinds/date/date.dto';
import { keptMoment, type Moment, momentFaults } from '../../release/kinds/date/moment';
import type { CompletionCondition, CompletionRule } from '../completion-rule';
import { sentences } from '../completion.sentences';
import { completionKind, findCompletionKind } from '../kinds/registry';
import { CompletionRuleDto } from './completion-rule.dto';

const RULE = 'completionRule';
const EXPECTED = 'expectedBy';
const REQUIRED = 'isRequired';

/** What a request says of how an activity is completed; what it leaves out stays. */
export interface SentCompletion {
  completionRule?: unknown;
  isRequired?: boolean | undefined;
  expectedBy?: unknown;
}

/** How an activity is completed, as it is stored. */
export interface CompletionTerms {
  /** Null: as its type usually is. */
  completionRule: CompletionRule | null;
  /** Whether it counts in the progress of a course that has anything that is required. */
  isRequired: boolean;
  /** By when learners are expected to have completed it; null: no day. */
  expectedBy: Moment | null;
}

/** Reads what a request says of an activity of this type. Throws the InvalidError that names its faults. */
export function readCompletion(type: ActivityType, sent: SentCompletion): Partial<CompletionTerms> {
  const faults: FieldError[] = [];
  const read = {
    ...(sent.completionRule === undefined
      ? {}
      : { completionRule: readRule(type, sent.completionRule, faults) }),
    ...(sent.isRequired === undefined ? {} : { isRequired: sent.isRequired }),
    ...(sent.expectedBy === undefined ? {} : { expectedBy: readExpected(sent.expectedBy, faults) }),
  };
  const isCompleted = (findActivityType(type)?.completedBy ?? []).length > 0;
  if (!isCompleted && read.isRequired === false)
    faults.push({
      field: REQUIRED,
      rule: 'nobodyCompletes',
      message: sentences.nobodyCompletes({ field: REQUIRED }),
    });
  if (!isCompleted && read.expectedBy)
    faults.push({
      field: EXPECTED,
      rule: 'nobodyCompletes',
      message: sentences.nobodyCompletes({ field: EXPECTED }),
    });
  if (faults.length > 0) throw invalidRequest(faults);
  return read;
}

/** Throws the InvalidError that names the conditions that an activity with these fields cannot have. */
export function checkCompletion(rule: CompletionRule | null, fields: ActivityFields): void {
  const faults = (rule?.conditions ?? []).flatMap(({ kind }, index) => {
    const field = `${RULE}.conditions[${index}]`;
    const misfit = completionKind(kind).misfit?.(fields, field);
    return misfit ? [{ field, ...misfit }] : [];
  });
  if (faults.length > 0) throw invalidRequest(faults);
}

function readRule(type: ActivityType, sent: unknown, faults: FieldError[]): CompletionRule | null {
  if (sent === null) return null;
  const kinds = findActivityType(type)?.completedBy ?? [];
  if (kinds.length === 0) {
    faults.push({
      field: RULE,
      rule: 'nobodyCompletes',
      message: sentences.nobodyCompletes({ field: RULE }),
    });
    return null;
  }
  const { read, faults: found } = readAs(CompletionRuleDto, sent as object, RULE);
  faults.push(...found);
  if (found.length > 0) return null;
  const all = `${RULE}.conditions`;
  if (read.conditions.length === 0)
    faults.push({ field: all, rule: 'minItems', message: sentences.needsOne({ field: all }) });
  const conditions = read.conditions.map((condition, index) =>
    readCondition(condition, `${RULE}.conditions[${index}]`, kinds, faults),
  );
  const names = read.conditions.map((condition) => (condition as Partial<CompletionCondition> | null)?.kind);
  names.forEach((name, index) => {
    const field = `${RULE}.conditions[${index}].kind`;
    if (name !== undefined && names.indexOf(name) < index)
      faults.push({ field, rule: 'kindOnce', message: sentences.kindOnce({ field }) });
  });
  const { match = 'all', earlier } = read;
  return {
    match,
    conditions: conditions.filter((condition) => condition !== undefined),
    ...(earlier === undefined ? {} : { earlier }),
  };
}

function readCondition(
  sent: unknown,
  field: string,
  kinds: readonly string[],
  faults: FieldError[],
): CompletionCondition | undefined {
  const name = isJsonObject(sent) ? (sent as Record<string, unknown>)['kind'] : undefined;
  const kind = findCompletionKind(name);
  if (!kind || !kinds.includes(kind.name)) {
    const place = `${field}.kind`;
    const message = sentences.mustBeKind({ field: place, kinds: kinds.join(', ') });
    faults.push({ field: place, rule: 'isIn', message });
    return undefined;
  }
  const { read, faults: found } = readAs(kind.Condition, sent as object, field);
  faults.push(...found);
  return found.length > 0 ? undefined : { ...read };
}

function readExpected(sent: unknown, faults: FieldError[]): Moment | null {
  if (sent === null) return null;
  const { read, faults: found } = readAs(MomentDto, sent as object, EXPECTED);
  const all = found.length > 0 ? found : shapeFaults(read);
  faults.push(...all);
  return all.length > 0 ? null : keptMoment(read);
}

function shapeFaults(moment: MomentDto): FieldError[] {
  return momentFaults(EXPECTED, moment).map(({ field, rule, says }) => ({
    field,
    rule,
    message: says(field),
  }));
}
