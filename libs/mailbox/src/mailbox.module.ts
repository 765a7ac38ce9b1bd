import { Module } from '@nestjs/common';
import { PeopleModule } from '#people';
import { MailboxResolver } from './mailbox.resolver.js';
import { MailboxService } from './mailbox.service.js';
import { MailboxStore } from './prisma-mailbox.store.js';

@Module({ imports: [PeopleModule], providers: [MailboxStore, MailboxService, MailboxResolver] })
export class MailboxModule {}
