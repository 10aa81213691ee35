import pg from 'pg';
import { loggableError } from './loggable-error.js';

describe('loggableError', () => {
  it('tells what the database refused without the row it quotes', () => {
    const err = Object.assign(new pg.DatabaseError('duplicate key value', 3, 'error'), {
      code: '23505',
      constraint: 'users_email_key',
      detail: 'Key (email)=(aline@example.com) already exists.',
    });
    expect(loggableError(err)).toMatchObject({ code: '23505', constraint: 'users_email_key' });
    expect(JSON.stringify(loggableError(err))).not.toContain('aline');
  });

  it('leaves other errors as they are', () => {
    const err = new Error('other');
    expect(loggableError(err)).toBe(err);
  });
});
