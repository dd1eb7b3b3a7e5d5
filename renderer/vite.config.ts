// Builds the one set of pages that the window, the browser and the tests all open. Addresses are relative,
// so the same files work from app://sohoa and from http. With `vite dev`, /api goes to a running back end.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const backEnd = process.env.SOHOA_URL ?? 'http://127.0.0.1:8470';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome120',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': { target: backEnd, changeOrigin: true } } },
});
