import { readDecimal } from '../../../src/shared/decimals/read-decimal';

describe('readDecimal', () => {
  it.each([
    ['3.5', '3.5'],
    [3.5, '3.5'],
    [' -0.25 ', '-0.25'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['6.02e23', '602000000000000000000000'],
    [1e21, '1000000000000000000000'],
    ['1E-3', '0.001'],
    ['0e999', '0'],
    [-0, '0'],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
  ])('readDecimal reads %p as %s', (value, expected) => {
    expect(readDecimal(value)?.equals(expected)).toBe(true);
  });

  it.each([
    ['abc'],
    [''],
    [' '],
    ['.'],
    ['NaN'],
    [NaN],
    ['Infinity'],
    ['-Infinity'],
    [Infinity],
    ['1e999'],
    ['1e101'],
    ['1e-101'],
    ['1e9999999999'],
    ['0x10'],
    ['0b1'],
    ['3,5'],
    ['1 000'],
    ['1_000'],
    ['1e'],
    ['--1'],
    ['٣'],
    ['1'.repeat(65)],
    [`${' '.repeat(1_000_000)}1`],
    [null],
    [undefined],
    [true],
    [['1']],
    [{ valueOf: () => 1 }],
  ])('readDecimal refuses %p', (value) => {
    expect(readDecimal(value)).toBeUndefined();
  });
});
