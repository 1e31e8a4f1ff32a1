import { breakpoints } from './breakpoints';
import { classes } from './classes';
import { gpa } from './gpa';
import { letters } from './letters';
import { passFail } from './pass-fail';
import { percent } from './percent';
import { points } from './points';
import type { SchemeKind, SchemeKindName } from './scheme-kind';

const KINDS: Record<SchemeKindName, SchemeKind> = {
  ...{ letters, classes, gpa, pass_fail: passFail, points, percent, breakpoints },
};

export function schemeKindNamed(name: SchemeKindName): SchemeKind {
  return KINDS[name];
}
