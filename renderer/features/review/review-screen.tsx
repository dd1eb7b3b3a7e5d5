// Duyệt: where the batch stands and who has what; from here a person takes the next record of a queue by one
// key. A record taken opens in the desk of its queue: review, the sample of a lot, blind keying, arbitration.
import { useRoute } from '../../app-route.ts';
import { assertNever } from '../../../shared/errors.ts';
import { NoBatch } from '../shell/no-batch.tsx';
import { ArbitrationDesk } from './arbitration-desk.tsx';
import { BlindDesk } from './blind-desk.tsx';
import { ReviewDesk } from './review-desk.tsx';
import { ReviewHome } from './review-home.tsx';
import { parseWork, type OpenWork } from './review-route.ts';
import './review.css';

export function ReviewScreen() {
  const route = useRoute();
  if (route.batchId === null) return <NoBatch />;
  const work = parseWork(route.itemId);
  return work === null ? <ReviewHome batchId={route.batchId} /> : <WorkDesk key={work.recordId} batchId={route.batchId} work={work} />;
}

function WorkDesk({ batchId, work }: { batchId: string; work: OpenWork }) {
  switch (work.queue) {
    case 'correct':
      return <ReviewHome batchId={batchId} />;
    case 'second':
      return <BlindDesk batchId={batchId} recordId={work.recordId} />;
    case 'arbitrate':
      return <ArbitrationDesk batchId={batchId} recordId={work.recordId} />;
    case 'review':
    case 'sample':
      return <ReviewDesk batchId={batchId} work={work} />;
    default:
      return assertNever(work.queue);
  }
}
