import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { listenToEvents } from './api/events.ts';
import { RequestFailure } from './api/client.ts';
import { useKeyboard } from './actions/use-keyboard.ts';
import { useRoute } from './app-route.ts';
import { BatchesScreen } from './features/batches/batches-screen.tsx';
import { CorrectionScreen } from './features/correction/correction-screen.tsx';
import { PackagesScreen } from './features/packages/packages-screen.tsx';
import { PagesScreen } from './features/pages/pages-screen.tsx';
import { ReportsScreen } from './features/reports/reports-screen.tsx';
import { ReviewScreen } from './features/review/review-screen.tsx';
import { Gate } from './features/people/gate.tsx';
import { PeopleScreen } from './features/people/people-screen.tsx';
import { TrailScreen } from './features/people/trail-screen.tsx';
import { Frame } from './features/shell/frame.tsx';
import { UploadsScreen } from './features/uploads/uploads-screen.tsx';
import { assertNever } from '../shared/errors.ts';

const isRefusal = (error: unknown): boolean => error instanceof RequestFailure && error.problem.status >= 400 && error.problem.status < 500;

// One for each person: what one may see must not show to the next. Freshness comes from the back end's events, not from timers; a refusal is an answer and is not asked for again.
const createClient = (): QueryClient => new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, gcTime: 120_000, refetchOnWindowFocus: false, retry: (count, error) => !isRefusal(error) && count < 3 },
    mutations: { retry: false },
  },
});

function CurrentScreen() {
  const route = useRoute();
  switch (route.screen) {
    case 'batches':
      return <BatchesScreen />;
    case 'pages':
      return <PagesScreen key={route.batchId} />;
    case 'correction':
      return <CorrectionScreen key={route.batchId} />;
    case 'review':
      return <ReviewScreen key={route.batchId} />;
    case 'packages':
      return <PackagesScreen />;
    case 'people':
      return <PeopleScreen />;
    case 'trail':
      return <TrailScreen />;
    case 'reports':
      return <ReportsScreen />;
    case 'uploads':
      return <UploadsScreen />;
    default:
      return assertNever(route.screen);
  }
}

function Work() {
  const [client] = useState(createClient);
  useKeyboard();
  useEffect(() => listenToEvents(client), [client]);
  return (
    <QueryClientProvider client={client}>
      <Frame>
        <CurrentScreen />
      </Frame>
    </QueryClientProvider>
  );
}

export function App() {
  return (
    <Gate>
      <Work />
    </Gate>
  );
}
