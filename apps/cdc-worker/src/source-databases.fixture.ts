/** Small forms of the two sources: the tables and publications that the pipelines name, with only the columns they need. */
import { fileURLToPath } from 'node:url';
import { templateDatabase, withConnection } from '@vf/testing';
import type pg from 'pg';

const inputs = [fileURLToPath(import.meta.url)];

const PAYMENTS_SCHEMA = `
  CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, phone text, metadata jsonb NOT NULL DEFAULT '{}');
  CREATE TABLE wallets (id uuid PRIMARY KEY, balance numeric(15, 2) NOT NULL);
  CREATE TABLE payments (id uuid PRIMARY KEY, sender_id uuid NOT NULL, amount numeric(15, 2) NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}', created_at timestamptz NOT NULL DEFAULT clock_timestamp());
  CREATE TABLE ledger (id bigserial PRIMARY KEY, wallet_id uuid NOT NULL, amount numeric(15, 2) NOT NULL);
  CREATE TABLE wallet_command_result (command_id uuid PRIMARY KEY, result_key text NOT NULL, user_id uuid NOT NULL,
    payload jsonb NOT NULL);
  ALTER TABLE users REPLICA IDENTITY FULL;
  ALTER TABLE wallets REPLICA IDENTITY FULL;
  ALTER TABLE payments REPLICA IDENTITY FULL;
  ALTER TABLE ledger REPLICA IDENTITY FULL;
  CREATE PUBLICATION vendorflow_capture FOR TABLE payments, wallets, ledger, users, wallet_command_result;
  GRANT SELECT ON payments, wallets, ledger, users, wallet_command_result TO capture_service;
`;

const FRAUD_SCHEMA = `
  CREATE TABLE alert_event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, alert_id text NOT NULL,
    sender_id text NOT NULL, payload jsonb NOT NULL);
  CREATE TABLE wallet_command (id uuid PRIMARY KEY, command_id text NOT NULL, user_id uuid NOT NULL,
    payload jsonb NOT NULL);
  CREATE PUBLICATION fraud_capture FOR TABLE alert_event, wallet_command;
  GRANT SELECT ON alert_event, wallet_command TO capture_service;
`;

/** Tables that no built-in pipeline knows. */
const SHOP_SCHEMA = `
  CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL);
  CREATE TABLE stock (item_id int, place text, count int, PRIMARY KEY (place, item_id));
  ALTER TABLE item REPLICA IDENTITY FULL;
  ALTER TABLE stock REPLICA IDENTITY FULL;
  CREATE PUBLICATION shop_capture FOR TABLE item, stock;
  GRANT SELECT ON item, stock TO capture_service;
`;

const templateOf = (name: string, schema: string) =>
  templateDatabase({
    name,
    inputs,
    prepare: async (url) => {
      await withClient(url, (client) => client.query(schema));
    },
  });

export const paymentsSource = templateOf('worker_payments', PAYMENTS_SCHEMA);
export const fraudSource = templateOf('worker_fraud', FRAUD_SCHEMA);
export const shopSource = templateOf('worker_shop', SHOP_SCHEMA);

export const withClient = <T>(url: string, work: (client: pg.Client) => Promise<T>) => withConnection(work, url);
