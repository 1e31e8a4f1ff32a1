import { getMetadataStorage } from 'class-validator';

type RulesOf = ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas'];

/**
 * Makes class-validator find the rules of a class once. It looks through every class that has rules, for each object that
 * it checks, so that a request costs more with each class that is added. The rules of a class do not change after its
 * module is loaded.
 */
export function findRulesOnce(): void {
  const storage = getMetadataStorage();
  const rulesOf: RulesOf = storage.getTargetValidationMetadatas.bind(storage);
  const known = new WeakMap<object, ReturnType<RulesOf>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    // We use neither schemas nor groups; with them the rules depend on more than the class.
    if (schema || always || strictGroups || groups?.length)
      return rulesOf(target, schema, always, strictGroups, groups);
    let rules = known.get(target);
    if (!rules) known.set(target, (rules = rulesOf(target, schema, always, strictGroups, groups)));
    return rules;
  };
}
