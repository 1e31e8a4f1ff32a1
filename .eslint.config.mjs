import tseslint from 'typescript-eslint';
import { sentencesInCatalogs } from './.eslint.sentences.mjs';

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', '.data/**'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    // Rule 4 of the house: the ORM stays behind repositories, entities, migrations and the shared database folder.
    files: ['src/modules/**/*.ts', 'src/shared/**/*.ts'],
    ignores: [
      ...['**/*.repository.ts', '**/*.entity.ts', 'src/shared/database/**', 'src/shared/http/post.ts'],
      'src/shared/chance/chance.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'typeorm',
              message: 'Only repositories, entities, migrations and shared/database may import typeorm.',
            },
            {
              name: '@nestjs/typeorm',
              allowImportNames: ['TypeOrmModule'],
              message: 'Only TypeOrmModule is for modules.',
            },
            {
              name: 'class-validator',
              importNames: ['Length', 'MaxLength', 'MinLength', 'IsNotEmpty', 'IsUUID', 'IsUrl'],
              message:
                'Lengths are counted as the store counts them: take Text, IsId and the like of shared/http/field-rules.',
            },
            {
              name: '@nestjs/common',
              importNames: ['Post', 'UseInterceptors'],
              message:
                'A POST that honors Idempotency-Key is that of shared/http/post; it has the only interceptor.',
            },
            {
              name: 'node:crypto',
              importNames: ['randomInt'],
              message: 'Draw from a seed of the injected Chance, and store the seed with what it gave.',
            },
          ],
        },
      ],
    },
  },
  {
    // HTTP exceptions belong to the edge; below it errors are domain errors with a stable code.
    files: ['src/modules/**/*.{service,facade,repository}.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'NewExpression[callee.name=/(HttpException|(BadRequest|NotFound|Conflict|Forbidden|Unauthorized|UnprocessableEntity)Exception)/]',
          message: 'Throw a DomainError; the problem filter turns it into HTTP.',
        },
      ],
    },
  },
  {
    // Sentences for people are in the catalogs.
    files: ['src/**/*.ts'],
    ignores: [
      ...[
        '**/*.sentences.ts',
        '**/*.sentences.de.ts',
        '**/*.repository.ts',
        'src/migrations/**',
        'src/demo/**',
      ],
      // What operators read at the terminal and in the log.
      ...['src/commands/**', 'src/backup/**', 'src/config/**', 'src/*.ts', 'src/shared/database/**'],
      // The description of the API, and headers.
      ...['**/*.controller.ts', '**/*.examples.ts'],
      // What tables hold: read by engineers, and by whoever exports their data.
      ...['**/*personal-data.ts', 'src/shared/personal-data/*-rows.ts'],
      // Conditions and columns in SQL.
      ...['src/modules/courses/access/participation.ts', 'src/modules/enrollments/standing-rows.ts'],
      ...['openapi', 'common-answers', 'swagger-ui-plugins', 'swagger-ui-style', 'answer-headers'].map(
        (file) => `src/shared/http/${file}.ts`,
      ),
      'src/shared/http/description/**',
    ],
    plugins: { stoa: { rules: { 'sentences-in-catalogs': sentencesInCatalogs } } },
    rules: { 'stoa/sentences-in-catalogs': 'error' },
  },
  { files: ['src/commands/**/*.ts', 'test/**/*.ts', 'src/demo/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // Tests use the real parts. What they may replace is at the edges of the process: the clock, timers, mails, the network.
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...[
          'fn',
          'spyOn',
          'mock',
          'doMock',
          'setMock',
          'mocked',
          'unstable_mockModule',
          'replaceProperty',
        ].map((property) => ({
          object: 'jest',
          property,
          message:
            'No mocks inside the process: use the real part, and look at what a caller, the store or the log can see.',
        })),
      ],
    },
  },
  {
    files: ['test/**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'AssignmentExpression[left.object.property.name="prototype"]',
          'CallExpression[callee.property.name="assign"][arguments.0.property.name="prototype"]',
          'CallExpression[callee.name="replaceMethod"]',
        ].map((selector) => ({
          selector: `${selector}:not(CallExpression[callee.name="negativeControl"] ${selector})`,
          message: 'Only a negative control may replace a method, to show that a test fails without it.',
        })),
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
);
