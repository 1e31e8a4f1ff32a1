import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule } from './config/config.module';
import type { Settings } from './config/settings';
import { IdentityModule } from './modules/identity';
import { AuthModule } from './shared/auth/auth.module';
import { ClockModule } from './shared/clock/clock';
import type { ConnectionTarget } from './shared/database/data-source';
import { DatabaseModule } from './shared/database/database.module';
import { EventsModule } from './shared/events/events.module';
import { HealthModule } from './shared/health/health.module';
import { HttpModule } from './shared/http/http.module';
import { LoggingModule } from './shared/logging/logging.module';

/** The one list of modules, from the ground floor up. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, target: ConnectionTarget): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(settings),
        LoggingModule,
        ClockModule,
        DatabaseModule.forRoot(target),
        EventsModule,
        AuthModule,
        HttpModule,
        HealthModule,
        IdentityModule,
      ],
    };
  }
}
