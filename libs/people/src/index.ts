/** People as the api knows them: publications, keyrings, sessions, and who may ask what. */
export { type Actor, CurrentActor, desksOf, type RequestContext } from './actor.js';
export { Deployment } from './deployment.js';
export { DirectoryResolver } from './directory.resolver.js';
export { PERMISSIONS } from './domain/permissions.js';
export { DutyResolver } from './duty.resolver.js';
export { PeopleModule } from './people.module.js';
export { PeopleResolver } from './people.resolver.js';
export { type CurrentPublication, PublicationService } from './publication.service.js';
export { Requires } from './requires.js';
export { SessionService } from './session.service.js';
