/**
 * The guard that stands before every resolver and controller of the api. Each handler names its action with `@Requires`;
 * one that names none is closed, so that forgetting the line shows at once instead of opening a door.
 */
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiError } from '#graphql';
import { requestContextOf } from './actor.js';
import { type Action, decidePermission } from './domain/permissions.js';
import { SessionService } from './session.service.js';

const ACTION = 'amparo:action';

export const Requires = (action: Action) => SetMetadata(ACTION, action);

@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const action = this.reflector.get<string | undefined>(ACTION, context.getHandler()) ?? '';
    if (decidePermission(action, null) === 'allowed') return true;
    const request = requestContextOf(context);
    if (!request) throw new ApiError('FORBIDDEN');
    // Looked up once per request, however many fields it has; never longer, because a session can end at any time.
    request.actor ??= await this.sessions.authenticate(request.authorization);
    const decision = decidePermission(action, request.actor?.rights ?? null);
    if (decision === 'allowed') return true;
    throw new ApiError(decision === 'unauthenticated' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  }
}
