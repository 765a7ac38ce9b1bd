import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { DirectoryResolver } from './directory.resolver.js';
import { DutyResolver } from './duty.resolver.js';
import { DutyService } from './duty.service.js';
import { KeyringService } from './keyring.service.js';
import { PeopleResolver } from './people.resolver.js';
import { DutyStore } from './prisma-duty.store.js';
import { PublicationStore } from './prisma-publication.store.js';
import { SessionStore } from './prisma-session.store.js';
import { PublicationService } from './publication.service.js';
import { PermissionGuard } from './requires.js';
import { SessionService } from './session.service.js';

@Module({
  providers: [
    DirectoryResolver,
    PeopleResolver,
    PublicationStore,
    PublicationService,
    SessionStore,
    SessionService,
    KeyringService,
    DutyResolver,
    DutyService,
    DutyStore,
    // For every resolver and controller of the application, also those of other modules.
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
  exports: [PublicationService, SessionService],
})
export class PeopleModule {}
