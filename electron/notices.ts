// A batch that has been read is told by a notification and counted on the badge until the window is looked at.
import { app, BrowserWindow, Notification } from 'electron';
import type { Backend } from '../backend/backend.ts';
import { watchBatches } from '../backend/events/watch-batches.ts';

export function tellReadBatches({ parts }: Pick<Backend, 'parts'>, open: (batchId: string) => void): void {
  watchBatches({
    events: parts.events,
    find: (id) => parts.batches.get(id),
    onRead: ({ id, name, counts }) => {
      if (BrowserWindow.getFocusedWindow() !== null) return;
      app.setBadgeCount(app.getBadgeCount() + 1);
      const notice = new Notification({ title: name, body: `Đã đọc ${counts.pagesRead} trang, còn ${counts.doubtfulFields} trường nghi.` });
      notice.on('click', () => open(id));
      notice.show();
    },
  });
  app.on('browser-window-focus', () => app.setBadgeCount(0));
}
