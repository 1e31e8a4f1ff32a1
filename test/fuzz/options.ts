import { parseArgs } from 'node:util';

export interface Options {
  requests: number;
  seed: number;
  only: string | undefined;
  /** The built application. */
  application: string;
  document: string;
}

export const USAGE = `npm run fuzz -- [options]

  --requests N          how many requests; 5000
  --seed N              the same seed makes the same requests; a random one by default
  --only TEXT           operations whose method and path hold the text, such as "POST /v1/courses"
  --application FILE    the built application; dist/main.js
  --document FILE       what it promises; openapi.json`;

/** Reads the command line. Throws a TypeError or RangeError with the reason. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      requests: { type: 'string', default: '5000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      only: { type: 'string' },
      application: { type: 'string', default: 'dist/main.js' },
      document: { type: 'string', default: 'openapi.json' },
    },
  });
  const { only, application, document } = values;
  return {
    requests: wholeNumber('requests', values.requests, 1, 10_000_000),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
    only,
    application,
    document,
  };
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`--${name} takes a whole number from ${min} to ${max}, not ${text}`);
  return value;
}
