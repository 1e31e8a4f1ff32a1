import { nullablePlainDecimal, plainDecimal } from '../../../src/shared/decimals/plain-decimal';

describe('plainDecimal', () => {
  it.each([
    ['7.5000', '7.5'],
    ['10.0000', '10'],
    ['100', '100'],
    ['0.0000', '0'],
    ['0.0001', '0.0001'],
    ['-3.20', '-3.2'],
    ['1000.0000', '1000'],
    ['0', '0'],
    ['100.5', '100.5'],
  ])('plainDecimal writes %s as %s', (stored, plain) => {
    expect(plainDecimal(stored)).toBe(plain);
  });

  it('plainDecimal leaves NULL alone', () => {
    expect([nullablePlainDecimal(null), nullablePlainDecimal('1.0')]).toEqual([null, '1']);
  });
});
