import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

/** camelCase in the code, snake_case in the store. */
export class SnakeNamingStrategy extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
