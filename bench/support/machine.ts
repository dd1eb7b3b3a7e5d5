import os from 'node:os';

/** One line for the head of a table: when and on what it was measured. */
export function describeMachine(): string {
  const cpus = os.cpus();
  return `${new Date().toISOString().slice(0, 10)} · ${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown'} · ${Math.round(os.totalmem() / 2 ** 30)} GiB · ${os.type()} ${os.release()} · Node ${process.versions.node}`;
}
