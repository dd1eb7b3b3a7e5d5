// The read-region task: the delivered image comes out of the cache, the step does the rest.
import type { RegionReading } from '../../shared/api/page-actions.ts';
import type { PageMaster } from '../pipeline/page-master.ts';
import type { TaskRun } from './task-run.ts';
import type { TaskOf } from './tasks.ts';

export async function readRegion(task: TaskOf<'read-region'>, run: TaskRun): Promise<RegionReading> {
  const picture: PageMaster = { ...task.delivered, mediaType: 'image/jpeg', frame: 0, origin: 'file', dpi: task.dpi, orientation: 1 };
  const delivered = await run.steps.decodePage(picture, run.blobs.derivatives);
  run.signal.throwIfAborted();
  return run.steps.readRegion({ delivered, dpi: task.dpi, box: task.box }, run.signal);
}
