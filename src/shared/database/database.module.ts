import { type DynamicModule, Global, Module } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { Settings } from '../../config/settings';
import { Connections } from './connections';
import { type ConnectionTarget, dataSourceOptions } from './data-source';
import { Database } from './database';
import { SearchIndexes } from './search-indexes';
import { StoreDataSource } from './store-data-source';
import { StoreMarks } from './store-marks';
import { Transactions } from './transactions';

@Global()
@Module({})
export class DatabaseModule {
  static forRoot(settings: Settings, target: ConnectionTarget): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...dataSourceOptions(target, settings.databasePoolSize),
            connectTimeout: settings.databaseWaitSeconds * 1000,
            autoLoadEntities: true,
            retryAttempts: 0,
          }),
          dataSourceFactory: (options) => new StoreDataSource(options!, settings).initialize(),
        }),
      ],
      providers: [
        {
          provide: Connections,
          inject: [getDataSourceToken()],
          useFactory: ({ connections }: StoreDataSource) => connections,
        },
        Database,
        SearchIndexes,
        StoreMarks,
        Transactions,
      ],
      exports: [Connections, Database, SearchIndexes, StoreMarks, Transactions],
    };
  }
}
