/** Three words or more, one after the other, */
const WORDS = /(?:[\p{L}’'-]+[,;:]?\s+){2,}[\p{L}’'-]+/u;
/** among them one of those that no list of keywords has. */
const ENGLISH =
  /\b(?:an?|the|is|are|was|were|be|been|must|may|can|not|no|to|of|in|for|with|this|that|it|has|have|by|as|at|on|and|or|there|your?|does|do)\b/i;
/** SQL, or a piece of it. */
const SQL =
  /\b(?:SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|JOIN|EXISTS|CASE|COALESCE|VALUES|IS NULL|NOT NULL|ORDER BY|AND|OR|LIKE|ALTER|CREATE|DROP|SHOW|LOCK|SET|\w+\.\w+ AS \w+)\b/;

/** Who reads these is a developer or an operator: the API's description, and what is logged. */
const DESCRIBES = /^(?:Api\w*|Endpoint|problemResponse)$/;
const DESCRIPTION = /^(?:description|summary|responseDescription|reads|examples?)$/;
const LOGS = /^(?:allowance|log|warn|error|debug|fatal|verbose|info|say|onProgress)$/;
/** The catalogs themselves, also where one stands in the file of what it belongs to. */
const CATALOG = 'catalog';
/** What only ever comes to light as a defect of the program. */
const DEFECT = /^(?:Error|TypeError|RangeError|OperationStoppedError|ReplicaUnableError)$/;

/**
 * No sentence for people outside of the catalogs. What looks like one is allowed where developers and operators read it:
 * in decorators and the API's description, in calls that log, and in the messages of plain errors.
 */
export const sentencesInCatalogs = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      inline:
        'A sentence for people belongs in the module’s catalog (<module>.sentences.ts); say it with say() or an error’s sentence.',
    },
  },
  create(context) {
    const check = (node, text) => {
      if (!WORDS.test(text) || !ENGLISH.test(text) || SQL.test(text) || isForDevelopers(node)) return;
      context.report({ node, messageId: 'inline' });
    };
    return {
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateLiteral: (node) => check(node, node.quasis.map(({ value }) => value.cooked).join('{}')),
    };
  },
};

function isForDevelopers(node) {
  for (let at = node; at; at = at.parent) {
    if (at.type === 'Decorator' || at.type === 'ImportDeclaration') return true;
    if (at.type === 'TSLiteralType') return true;
    if (at.type === 'Property' && DESCRIPTION.test(at.key.name)) return true;
    if (at.type === 'CallExpression' || at.type === 'NewExpression') {
      const name = nameOf(at.callee);
      if (DESCRIBES.test(name) || LOGS.test(name) || name === CATALOG) return true;
      if (at.type === 'NewExpression' && DEFECT.test(name)) return true;
      if (at.callee.type === 'Super' && DEFECT.test(nameOf(classAround(at)?.superClass))) return true;
    }
  }
  return false;
}

function classAround(node) {
  let at = node;
  while (at && at.type !== 'ClassDeclaration') at = at.parent;
  return at;
}

function nameOf(callee) {
  if (callee?.type === 'Identifier') return callee.name;
  return callee?.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : '';
}
