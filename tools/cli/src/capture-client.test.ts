import { describe, expect, it } from '@jest/globals';
import { problemOf } from '@vf/contracts';
import { statusAnswer } from './answers.fixture.js';
import { answering, json } from './answering-server.fixture.js';

describe('the client of the admin API', () => {
  it('gives the answer as it was sent, and as it is understood', async () => {
    await using server = await answering(({ url, headers }, response) => {
      const { authorization } = headers;
      response.end(JSON.stringify({ ...statusAnswer(), asked: [url, authorization] }));
    });
    const { sent, value } = await server.client().status('a/b c');
    expect(value).toEqual(statusAnswer());
    expect(sent).toMatchObject({ asked: ['/v1/capture/a%2Fb%20c', 'Bearer secret'] });
  });

  it('tells a refusal by its code', async () => {
    await using server = await answering(json(409, problemOf('pipeline_not_paused', { instance: 'req_1' })));
    const refused = server.client().dropSlot('payments', 'vf_payments');
    await expect(refused).rejects.toThrow('pipeline_not_paused: The pipeline runs. Pause it first.');
  });

  it.each([
    [200, { object: 'other' }],
    [404, { error: 'not found' }],
    [302, {}],
  ])('does not take just any answer (%d) for one of the worker', async (status, body) => {
    await using server = await answering(json(status, body));
    await expect(server.client().status('payments')).rejects.toThrow(/no answer of the capture worker's admin API/);
  });

  it('gives up on one that does not answer', async () => {
    await using server = await answering(() => undefined);
    await expect(server.client(50).status('payments')).rejects.toThrow('no answer within 0.05 s');
  });

  it('gives up on one that stops in the middle of its answer', async () => {
    await using server = await answering((_request, response) => void response.write('{"object":'));
    await expect(server.client(300).status('payments')).rejects.toThrow('no answer within 0.3 s');
  });

  it('says that nobody is there', async () => {
    const server = await answering(json(200, {}));
    const client = server.client();
    await server[Symbol.asyncDispose]();
    await expect(client.status('payments')).rejects.toThrow('is not reached: ECONNREFUSED');
  });
});
