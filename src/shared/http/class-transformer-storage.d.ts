// Where class-transformer keeps what its decorators say. Nest's mapped types read it there, too; it has no other way in.
declare module 'class-transformer/cjs/storage' {
  import type { TransformationType, TransformFnParams, TypeOptions } from 'class-transformer';

  export interface TypeMetadata {
    typeFunction: () => new () => object;
    reflectedType: unknown;
    options: TypeOptions;
  }

  export const defaultMetadataStorage: {
    findTransformMetadatas(
      target: new () => object,
      property: string,
      type: TransformationType,
    ): { transformFn: (parameters: TransformFnParams) => unknown }[];
    findTypeMetadata(target: new () => object, property: string): TypeMetadata | undefined;
  };
}
