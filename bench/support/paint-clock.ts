// Runs in the browser, put there before the page: the time from a key to the frame that shows what it brought. The
// image counts when the browser itself says it has painted it (Element Timing), the fields when they are drawn.
export const paintClock = `(() => {
  const painted = new Map();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) painted.set(entry.url, entry.renderTime || entry.loadTime);
  }).observe({ type: 'element', buffered: true });
  const watch = (image) => image.setAttribute('elementtiming', 'page');
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.querySelectorAll) {
      if (node.matches?.('img.sheet-image')) watch(node);
      node.querySelectorAll('img.sheet-image').forEach(watch);
    }
  }).observe(document, { childList: true, subtree: true });
  const sheet = () => document.querySelector('img.sheet-image[alt]:not([alt=""])');
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => resolve(performance.now()); channel.port2.postMessage(0); }));
  const keyTime = () => new Promise((resolve) => window.addEventListener('keydown', (event) => resolve(event.timeStamp), { capture: true, once: true }));
  const titleOf = () => document.querySelector('.top-slot .chip.number')?.textContent;
  const clock = {
    isImageShown: () => { const image = sheet(); return image !== null && painted.has(image.currentSrc) && document.querySelector('.form-side .field-row, .form-side .field-card') !== null; },
    armNext() {
      const before = titleOf();
      const old = sheet()?.currentSrc;
      const key = keyTime();
      clock.next = (async () => {
        const from = await key;
        let fields;
        for (;;) {
          const at = await frame();
          if (fields === undefined && titleOf() !== before && document.querySelector('.form-side .field-row, .form-side .field-card')) fields = at;
          const image = sheet();
          const shown = image && image.currentSrc !== old ? painted.get(image.currentSrc) : undefined;
          if (fields !== undefined && shown !== undefined) return Math.max(fields, shown) - from;
          if (at - from > 10000) return at - from;
        }
      })();
    },
    armLetter() {
      const key = keyTime();
      const before = document.activeElement?.value;
      clock.letter = (async () => {
        const from = await key;
        for (;;) {
          const at = await frame();
          if (document.activeElement?.value !== before || at - from > 2000) return at - from;
        }
      })();
    },
    async plain(recordId, pageId) {
      const from = performance.now();
      const record = await (await fetch('/api/records/' + recordId)).json();
      document.body.innerHTML = '<div style="display:flex"><div style="width:700px"></div><form></form></div>';
      const image = new Image();
      image.setAttribute('elementtiming', 'page');
      image.style.width = '700px';
      image.src = '/api/pages/' + pageId + '/image?kind=delivered&v=plain';
      document.body.querySelector('div > div').append(image);
      for (const [key, field] of Object.entries(record.fields)) {
        const line = document.createElement('label');
        const input = document.createElement('input');
        input.value = field.value;
        line.append(key, input);
        document.body.querySelector('form').append(line);
      }
      for (;;) {
        const at = await frame();
        const shown = painted.get(image.currentSrc);
        if (shown !== undefined) return shown - from;
        if (at - from > 10000) return at - from;
      }
    },
  };
  window.deskClock = clock;
})()`;
