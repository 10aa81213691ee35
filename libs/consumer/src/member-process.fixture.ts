/**
 * A member of a group as a process of its own, to be killed and stopped by a test. Its one argument is MemberProcess as
 * JSON; it says `working` when its effects are written but not committed, and then holds on as long as it was told.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestHandler, startMember, writeEffects } from './consumer-test.fixture.js';

export interface MemberProcess {
  readonly databaseUrl: string;
  readonly groupId: string;
  readonly topic: string;
  readonly deadLetterTopic: string;
  readonly member: string;
  /** Between writing the effects and committing them. */
  readonly holdMs: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as MemberProcess;
const write = writeEffects(options.member);
const handle: TestHandler = async (batch, context) => {
  await write(batch, context);
  process.stdout.write('working\n');
  if (options.holdMs > 0) await sleep(options.holdMs);
};
const { databaseUrl, groupId, topic, deadLetterTopic } = options;
const member = startMember({ databaseUrl, groupId, topic, deadLetterTopic, handle });
await member.done;
