import { IsOptional, Matches, MinLength } from 'class-validator';
import { says } from '../../../src/shared/http/field-sentences';
import { readAs } from '../../../src/shared/http/validation';
import { inEnglish } from '../../../src/shared/sentences/say';
import { sentences } from '../../support/test-sentences';

class SaidRule {
  @IsOptional()
  @Matches(/^a/, says(() => sentences.notToday()))
  name?: string;
}

class UnsaidRule {
  @MinLength(3)
  name: string;
}

describe('the rules of a request class', () => {
  it('a rule that is broken says its sentence', () => {
    const { faults } = readAs(SaidRule, { name: 'b' });
    expect(faults.map(({ rule, message }) => [rule, inEnglish(message)])).toEqual([
      ['matches', 'Not today.'],
    ]);
  });

  it('a class of requests cannot be used while one of its rules has no sentence', () => {
    expect(() => readAs(UnsaidRule, { name: 'abc' })).toThrow('The rule minLength of name has no sentence');
  });
});
