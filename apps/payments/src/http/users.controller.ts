import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { createUserRequest, listUsersQuery, type ListAnswer, type UserAnswer } from '@vf/contracts';
import { wireId } from '@vf/money';
import { currentPosition, findUser, listUsers, registerUser, type PaymentsDatabase } from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { userAnswerOf } from './answers.js';
import { ApiError } from './api-error.js';
import { requireCaller } from './caller.js';
import { listAnswerOf } from './list-answer.js';
import { tellPosition } from './position-header.js';
import { cursorNotFound, idsOf, readPage, readQuery } from './read-query.js';
import { readBody, readId } from './read-request.js';
import { DATABASE } from './tokens.js';

@Controller('v1/users')
export class UsersController {
  constructor(@Inject(DATABASE) private readonly db: PaymentsDatabase) {}

  @Post()
  async create(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<UserAnswer> {
    const { clientId } = requireCaller(request, 'users:write');
    const body = readBody(createUserRequest, request.body);
    const result = await registerUser(this.db, {
      id: uuidv7(),
      clientId,
      email: body.email,
      phone: body.phone ?? null,
      role: body.role,
      metadata: JSON.stringify(body.metadata),
    });
    if ('taken' in result) throw new ApiError(`${result.taken}_taken`, { param: result.taken });
    tellPosition(reply, await currentPosition(this.db));
    void reply.header('location', `/v1/users/${wireId('usr', result.user.id)}`);
    return userAnswerOf(result.user);
  }

  @Get()
  async list(@Req() request: FastifyRequest): Promise<ListAnswer<UserAnswer>> {
    const { clientId } = requireCaller(request, 'users:read');
    const query = readQuery(listUsersQuery, request);
    const { role, kyc_status: kycStatus, email } = query;
    const filter = {
      clientId,
      ...(role === undefined ? {} : { role }),
      ...(kycStatus === undefined ? {} : { kycStatus }),
      ...(email === undefined ? {} : { email }),
    };
    const page = await listUsers(this.db, filter, readPage(query, idsOf('usr')));
    if (!page) throw cursorNotFound(query);
    return listAnswerOf(request, page, userAnswerOf);
  }

  @Get(':id')
  async read(@Req() request: FastifyRequest, @Param('id') id: string): Promise<UserAnswer> {
    const { clientId } = requireCaller(request, 'users:read');
    const user = await findUser(this.db, clientId, readId('usr', id, 'user_not_found'));
    if (!user) throw new ApiError('user_not_found');
    return userAnswerOf(user);
  }
}
