import { namedUnion } from '../../../../shared/http/named-schemas';
import { OWN_KINDS } from '../kinds/registry';
import { AllRuleDto, AnyRuleDto, AtLeastRuleDto, NotRuleDto } from './release-rule.dto';

/** For OpenAPI: a rule, whose parts are rules again. */
export const RELEASE_RULE = namedUnion('ReleaseRule', 'kind', {
  ...{ all: AllRuleDto, any: AnyRuleDto, at_least: AtLeastRuleDto, not: NotRuleDto },
  ...Object.fromEntries(OWN_KINDS.map(({ name, Condition }) => [name, Condition])),
});

/** The field of a section or an activity that holds its rule. */
export const RELEASE_RULE_FIELD = {
  anyOf: [RELEASE_RULE, { type: 'null' as const }],
  description: `To whom it is open, and when: a condition, or a group of rules (\`all\`, \`any\`, \`at_least\`, \`not\`), up to 5 deep and with 50 parts at most. Null: no rule.

A rule that can never be met is refused (409 \`courses.release_never_met\`) when it is published: at once where the course publishes each change.`,
  example: null,
};
