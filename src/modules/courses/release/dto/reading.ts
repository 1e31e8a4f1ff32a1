import type { FieldError } from '../../../../shared/errors/domain-error';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { invalidRequest, readAs } from '../../../../shared/http/validation';
import type { ConditionKinds } from '../kinds/registry';
import type { RulePart } from '../kinds/its-kind';
import { sentences } from '../release.sentences';
import { DEEPEST_RULE, GROUPS, MOST_NODES, type StoredRule } from '../release-rule';
import { AllRuleDto, AnyRuleDto, AtLeastRuleDto, NotRuleDto } from './release-rule.dto';

/** Reads the rule of a request, null included, as it is stored. Throws the InvalidError that names its faults. */
export function readRule(sent: unknown, field: string, kinds: ConditionKinds): StoredRule | null {
  if (sent === null) return null;
  const reading = new RuleReading(kinds);
  const rule = reading.read(sent, field, 1);
  if (!rule || reading.faults.length > 0) throw invalidRequest(reading.faults);
  return rule;
}

/** One rule, part by part: each is read as the class of its `kind` says. */
class RuleReading {
  readonly faults: FieldError[] = [];
  private nodes = 0;

  constructor(private readonly kinds: ConditionKinds) {}

  /** Undefined for what is no rule; `faults` says why. */
  read(sent: unknown, field: string, depth: number): StoredRule | undefined {
    this.nodes += 1;
    if (this.nodes > MOST_NODES) {
      // Once is enough.
      if (this.nodes === MOST_NODES + 1)
        this.fault(field, 'maxNodes', sentences.tooMany({ field, most: MOST_NODES }));
      return undefined;
    }
    if (depth > DEEPEST_RULE) {
      this.fault(field, 'maxDepth', sentences.tooDeep({ field, most: DEEPEST_RULE }));
      return undefined;
    }
    const kind = isJsonObject(sent) ? (sent as Record<string, unknown>)['kind'] : undefined;
    switch (kind) {
      case 'all':
      case 'any': {
        const type: new () => AllRuleDto | AnyRuleDto = kind === 'all' ? AllRuleDto : AnyRuleDto;
        const read = this.readPart(type, sent, field);
        return read && { kind, ...shownOf(read), of: this.readAll(read.of, `${field}.of`, depth) };
      }
      case 'at_least': {
        const read = this.readPart(AtLeastRuleDto, sent, field);
        if (!read) return undefined;
        return { kind, count: read.count, ...shownOf(read), of: this.readAll(read.of, `${field}.of`, depth) };
      }
      case 'not': {
        const read = this.readPart(NotRuleDto, sent, field);
        const rule = read && this.read(read.rule, `${field}.rule`, depth + 1);
        return rule && { kind, ...shownOf(read), rule };
      }
      default:
        return this.readCondition(kind, sent, field);
    }
  }

  private readAll(of: unknown[], field: string, depth: number): StoredRule[] {
    if (of.length === 0) this.fault(field, 'minItems', sentences.needsOne({ field }));
    return of
      .slice(0, MOST_NODES + 1)
      .map((part, index) => this.read(part, `${field}[${index}]`, depth + 1))
      .filter((rule) => rule !== undefined);
  }

  private readCondition(name: unknown, sent: unknown, field: string): StoredRule | undefined {
    const kind = this.kinds.find(name);
    if (!kind) {
      const known = [...GROUPS, ...this.kinds.all().map((each) => each.name)].join(', ');
      this.fault(field, 'isRule', sentences.mustBeRule({ field, kinds: known }));
      return undefined;
    }
    const read = this.readPart(kind.Condition, sent, field);
    if (!read) return undefined;
    const faults = (kind.shapeFaults?.(read) ?? []).map(({ field: own, rule, says }) => {
      const place = own === '' ? field : `${field}.${own}`;
      return { field: place, rule, message: says(place) };
    });
    this.faults.push(...faults);
    return faults.length > 0 ? undefined : { ...kind.kept(read), ...shownOf(read) };
  }

  private readPart<T extends object>(type: new () => T, sent: unknown, field: string): T | undefined {
    const { read, faults } = readAs(type, sent as object, field);
    this.faults.push(...faults);
    return faults.length > 0 ? undefined : read;
  }

  private fault(field: string, rule: string, message: FieldError['message']): void {
    this.faults.push({ field, rule, message });
  }
}

/** Shown is what a rule is where it says nothing. */
function shownOf(part: RulePart): { shown?: false } {
  return part.shown === false ? { shown: false } : {};
}
