import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApiError } from './api-error.js';
import { docsFile, DOCS_SECURITY_POLICY } from './docs-page.js';

/** The router's patterns: they need no key, as the document that they show. */
export const DOCS_ROUTES = ['/docs', '/docs/:file'] as const;

@Controller('docs')
export class DocsController {
  @Get()
  page(@Res() reply: FastifyReply): Promise<void> {
    return this.#send('', reply);
  }

  @Get(':file')
  file(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    return this.#send(file, reply);
  }

  async #send(name: string, reply: FastifyReply): Promise<void> {
    const file = await docsFile(name);
    if (!file) throw new ApiError('route_not_found');
    void reply
      .headers({
        'content-security-policy': DOCS_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      .type(file.type)
      .send(file.content);
  }
}
