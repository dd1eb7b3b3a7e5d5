import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { keepStatements } from '../../../backend/db/kept-statements.ts';

/** `asked`: what was really prepared, in order. */
function open(): { ask: (sql: string, ...parameters: unknown[]) => unknown[]; asked: string[] } {
  const sqlite = new Database(':memory:');
  const asked: string[] = [];
  const prepare = keepStatements((sql) => {
    asked.push(sql);
    return sqlite.prepare(sql);
  });
  const ask = (sql: string, ...parameters: unknown[]): unknown[] => {
    const statement = prepare(sql);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  };
  ask('create table a (n integer primary key)');
  asked.length = 0;
  return { ask, asked };
}

describe('statements that are kept', () => {
  it('are prepared once and answer anew each time, also after one of them failed', () => {
    const { ask, asked } = open();
    for (const n of [1, 2]) ask('insert into a values (?)', n);
    expect(() => ask('insert into a values (?)', 2)).toThrow(/UNIQUE/);
    ask('insert into a values (?)', 3);
    expect(ask('select n from a where n > ?', 1)).toEqual([{ n: 2 }, { n: 3 }]);
    expect(ask('select n from a where n > ?', 2)).toEqual([{ n: 3 }]);
    expect(asked).toEqual(['insert into a values (?)', 'select n from a where n > ?']);
  });

  it('are forgotten when the tables may have changed', () => {
    const { ask, asked } = open();
    ask('insert into a values (1)');
    expect(ask('select * from a')).toEqual([{ n: 1 }]);
    ask('alter table a add column vi text');
    expect(ask('select * from a')).toEqual([{ n: 1, vi: null }]);
    expect(asked.filter((sql) => sql === 'select * from a')).toHaveLength(2);
  });

  it('are not kept without end: the one not asked for longest goes', () => {
    const { ask, asked } = open();
    ask('select -1 as n');
    for (let n = 0; n < 299; n += 1) ask(`select ${n} as n`);
    ask('select -1 as n');
    ask('select 1000 as n');
    ask('select -1 as n');
    expect(asked.filter((sql) => sql === 'select -1 as n')).toHaveLength(1);
    ask('select 0 as n');
    expect(asked.filter((sql) => sql === 'select 0 as n')).toHaveLength(2);
  });
});
