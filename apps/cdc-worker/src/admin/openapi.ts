import {
  capturePosition,
  captureSlot,
  captureSnapshot,
  captureSnapshotRequest,
  captureSnapshots,
  captureStatus,
  captureStatuses,
  slotDropped,
} from '@vf/contracts';
import { openApiDocument, type Operation } from '@vf/read-api';
import { pipelinePath, slotQuery, snapshotPath } from './capture-requests.js';

const ROOT = '/v1/capture/{pipeline}';
const notFound = ['pipeline_not_found'] as const;
const onSnapshot = [...notFound, 'snapshot_not_found', 'snapshot_state_conflict', 'pipeline_not_streaming'] as const;

const ofPipeline = (path: string, rest: Omit<Operation, 'path' | 'pathFields'>): Operation => ({
  path: `${ROOT}${path}`,
  pathFields: pipelinePath,
  errors: notFound,
  ...rest,
});

const command = (name: string, summary: string): Operation => ({
  path: `${ROOT}/snapshots/{number}/${name}`,
  method: 'post',
  pathFields: snapshotPath,
  summary,
  answer: captureSnapshot,
  errors: onSnapshot,
});

const operations: readonly Operation[] = [
  { path: '/v1/capture', summary: 'All pipelines', answer: captureStatuses },
  ofPipeline('', { summary: 'How a pipeline fares', answer: captureStatus }),
  ofPipeline('/pause', {
    method: 'post',
    summary: 'Publishes nothing more until resumed or restarted',
    answer: captureStatus,
    errors: [...notFound, 'pipeline_stopped'],
  }),
  ofPipeline('/resume', {
    method: 'post',
    summary: 'Publishes again',
    answer: captureStatus,
    errors: [...notFound, 'pipeline_stopped'],
  }),
  ofPipeline('/position', {
    summary: 'The recorded position',
    answer: capturePosition,
    errors: [...notFound, 'position_not_recorded'],
  }),
  ofPipeline('/slot', { summary: 'The slot, as its server shows it', answer: captureSlot, errors: ['slot_not_found'] }),
  ofPipeline('/slot', {
    method: 'post',
    summary:
      'Starts a stopped pipeline again: on its slot, or on a new one in a new epoch, which reads every table again',
    answer: captureStatus,
    errors: [
      ...notFound,
      'pipeline_not_stopped',
      'slot_command_under_way',
      'slot_command_out_of_time',
      'source_transaction_open',
      'pipeline_stopped',
    ],
  }),
  ofPipeline('/slot', {
    method: 'delete',
    summary: 'Drops the slot of a pipeline that is paused or stopped; it then needs a new one',
    query: slotQuery,
    answer: slotDropped,
    errors: [...notFound, 'slot_name_differs', 'pipeline_not_paused', 'slot_command_under_way'],
  }),
  ofPipeline('/snapshots', { summary: 'Snapshots, oldest first', answer: captureSnapshots }),
  ofPipeline('/snapshots', {
    method: 'post',
    summary: 'Asks for a snapshot of tables or ranges of keys',
    body: captureSnapshotRequest,
    answer: captureSnapshot,
    errors: [
      ...notFound,
      'malformed_json',
      'table_not_captured',
      'table_without_key',
      'snapshot_range_invalid',
      'snapshot_queue_full',
      'pipeline_not_streaming',
    ],
  }),
  command('pause', 'Reads no further chunk'),
  command('resume', 'Goes on'),
  command('stop', 'Ends a snapshot for good'),
];

export const captureOpenApi = () =>
  openApiDocument(
    {
      title: 'VendorFlow change capture',
      version: '1.0.0',
      description:
        'State and control of the capture pipelines. Reading needs the role reader or operator, the rest operator.',
    },
    operations,
  );
