import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { AlertAnswer } from '@vf/contracts';
import { findCanonicalAlert, listAlerts, type AlertView, type FraudDatabase } from '@vf/fraud';
import { uuidOfWireId } from '@vf/money';
import { ApiError, decodeCursor, pageOf, parseInput, type Page } from '@vf/read-api';
import { alertAnswerOf } from './alert-answer.js';
import { alertCursor, listAlertsQuery } from './alert-requests.js';
import { DATABASE } from './tokens.js';

@Controller('v1/alerts')
export class AlertsController {
  constructor(@Inject(DATABASE) private readonly db: FraudDatabase) {}

  @Get()
  async list(@Query() query: unknown): Promise<Page<AlertAnswer>> {
    const { limit, cursor, sender_id: sender, status } = parseInput(listAlertsQuery, query);
    const senderId = sender === undefined ? undefined : uuidOfWireId('usr', sender);
    const rows = await listAlerts(this.db, {
      limit: limit + 1,
      ...(senderId !== undefined && { senderId }),
      ...(status && { state: status }),
      ...(cursor !== undefined && { after: positionOf(cursor) }),
    });
    return pageOf(rows, limit, { item: alertAnswerOf, cursor: cursorOf });
  }

  /** An id that was merged answers with the alert that stands in its place. */
  @Get(':id')
  async read(@Param('id') id: string): Promise<AlertAnswer> {
    const uuid = uuidOfWireId('alt', id);
    const alert = uuid === undefined ? undefined : await findCanonicalAlert(this.db, uuid);
    if (!alert) throw new ApiError('alert_not_found');
    return alertAnswerOf(alert);
  }
}

const cursorOf = ({ detectedAt, id }: AlertView) => ({ detected_at: detectedAt.toISOString(), id });

function positionOf(cursor: string) {
  const { detected_at: detectedAt, id } = decodeCursor(alertCursor, cursor);
  return { detectedAt: new Date(detectedAt), id };
}
