import { setFlagsFromString } from 'node:v8';

/**
 * V8 must not guess which objects will live long ("allocation-site pretenuring"). It allocates those among the old
 * objects, and a minor garbage collection takes for alive whatever an old object refers to. When it guesses wrong about
 * one small object of each request, every request stays in memory whole until the next full collection. What else leads
 * to that: `declareRequestFields`.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
