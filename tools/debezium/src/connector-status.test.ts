import { ConnectorFailed, judge } from './connector-status.js';

describe('judge', () => {
  const running = { state: 'RUNNING' };

  it('accepts a connector whose tasks all run', () => {
    expect(() => judge('c', { connector: running, tasks: [running] })).not.toThrow();
  });

  it('takes a failed task for the end, with its reason', () => {
    const failed = { state: 'FAILED', trace: 'org.Error: slot is gone\n\tat somewhere' };
    expect(() => judge('c', { connector: running, tasks: [failed] })).toThrow(ConnectorFailed);
    expect(() => judge('c', { connector: running, tasks: [failed] })).toThrow('slot is gone');
  });

  it('tells the causes below the top of a long trace', () => {
    const trace = [
      'org.Error: failed',
      ...Array<string>(30).fill('\tat x'),
      'Caused by: no such column',
      '\tat y',
    ].join('\n');
    expect(() => judge('c', { connector: { state: 'FAILED', trace }, tasks: [] })).toThrow('Caused by: no such column');
  });

  it('goes on waiting while no task is there', () => {
    expect(() => judge('c', { connector: running, tasks: [] })).toThrow('0 task(s)');
    expect(() => judge('c', { connector: running, tasks: [] })).not.toThrow(ConnectorFailed);
  });
});
