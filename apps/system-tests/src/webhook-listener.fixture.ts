/** A client's own server, told of its payments by webhooks. */
import { createServer } from 'node:http';
import { verifyWebhook, webhookEvent } from '@vf/contracts';
import type { StackAccess } from '@vf/demo';
import pg from 'pg';

export interface WebhookListener extends AsyncDisposable {
  /** Status by id of the payment, of the highest sequence seen. */
  readonly told: ReadonlyMap<string, { readonly status: string; readonly sequence: number }>;
  /** Requests whose signature did not fit. */
  readonly unsigned: number;
}

/** Registers itself as an endpoint of the stack's client. */
export async function listenForWebhooks(access: StackAccess): Promise<WebhookListener> {
  const told = new Map<string, { status: string; sequence: number }>();
  let secret = '';
  let unsigned = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const header = String(request.headers['vendorflow-signature']);
      if (!verifyWebhook({ body, header, secrets: [secret] }).ok) unsigned += 1;
      const { data, sequence } = webhookEvent.parse(JSON.parse(body.toString()));
      if (data.object.object === 'payment' && sequence > (told.get(data.object.id)?.sequence ?? 0)) {
        told.set(data.object.id, { status: data.object.status, sequence });
      }
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const answer = await fetch(`${access.paymentsUrl}/v1/webhook-endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: `http://127.0.0.1:${String(port)}/` }),
  });
  if (answer.status !== 201) throw new Error(`the endpoint was refused: ${await answer.text()}`);
  secret = ((await answer.json()) as { secret: string }).secret;
  return {
    told,
    get unsigned() {
      return unsigned;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Payments of which the listener has not heard by the state they are in. */
export async function untoldPayments(access: StackAccess, { told }: WebhookListener): Promise<string[]> {
  const client = new pg.Client(access.sourceDatabaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; status: string }>(
      "SELECT 'pay_' || replace(id::text, '-', '') AS id, status FROM payments WHERE client_id IS NOT NULL",
    );
    if (rows.length === 0) throw new Error('there are no payments to be told of');
    return rows.filter(({ id, status }) => told.get(id)?.status !== status).map(({ id }) => id);
  } finally {
    await client.end();
  }
}
