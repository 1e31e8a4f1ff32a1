/**
 * The order of the modules, from the top of the house to its ground floor. A module may import the
 * front door (index.ts) of any module to its right, never of one to its left. Decision 0001 says why.
 */
const MODULE_ORDER = [
  'rostering',
  'progress',
  'gradebook',
  'assessments',
  'marking',
  'surveys',
  'enrollments',
  'courses',
  'files',
  'identity',
];

/** One rule a module: it must not reach any module above it. */
const upwardImports = MODULE_ORDER.slice(1).map((module, index) => ({
  name: `no-upward-import-from-${module}`,
  comment: `${module} may import only: ${MODULE_ORDER.slice(index + 2).join(', ') || 'shared'}. News goes up by an event.`,
  severity: 'error',
  from: { path: `^src/modules/${module}/` },
  to: { path: `^src/modules/(${MODULE_ORDER.slice(0, index + 1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...upwardImports,
    {
      name: 'front-door-only',
      comment: "Another module's files are reached through its index.ts only.",
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: {
        path: '^src/modules/([^/]+)/.+',
        pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'front-door-from-outside',
      comment:
        'The application, the commands and the demo school also use the front door. Migrations and entities lists aside, nothing else is public.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(modules|migrations)/' },
      to: { path: '^src/modules/([^/]+)/.+', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'known-modules-only',
      comment: 'A new module takes its place in MODULE_ORDER first.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/modules/', pathNot: `^src/modules/(${MODULE_ORDER.join('|')})/` },
    },
    {
      name: 'shared-knows-no-module',
      severity: 'error',
      from: { path: '^src/(shared|config)/' },
      to: { path: '^src/(modules|migrations|demo|commands)/' },
    },
    {
      name: 'config-knows-nothing',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { path: '^src/', pathNot: '^src/config/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-test-code-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['require', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
