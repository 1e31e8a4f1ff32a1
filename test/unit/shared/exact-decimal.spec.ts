import { ExactDecimal, readDecimal, rounded } from '../../../src/shared/decimals/exact-decimal';

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
  ])('reads %p as %s', (value, expected) => {
    expect(readDecimal(value)?.eq(expected)).toBe(true);
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
  ])('refuses %p', (value) => {
    expect(readDecimal(value)).toBeUndefined();
  });
});

describe('ExactDecimal', () => {
  it('keeps every digit of the product and of the difference of the largest and the smallest number it reads', () => {
    const large = new ExactDecimal(`9.${'9'.repeat(58)}e99`);
    const small = new ExactDecimal(`1.${'1'.repeat(58)}e-100`);
    expect(large.plus(small).minus(large).eq(small)).toBe(true);
    expect(large.times(small).div(small).eq(large)).toBe(true);
  });
});

describe('rounded', () => {
  it.each([
    ['7.5', 4, '7.5'],
    ['7.50000', 4, '7.5'],
    ['3.33335', 4, '3.3334'],
    ['-3.33335', 4, '-3.3334'],
    ['3.33334999', 4, '3.3333'],
    ['-0.00001', 4, '0'],
    ['1e21', 0, '1000000000000000000000'],
    ['1e-7', 7, '0.0000001'],
  ])('writes %s with at most %d decimals as %s', (number, places, expected) => {
    expect(rounded(new ExactDecimal(number), places)).toBe(expected);
  });
});
