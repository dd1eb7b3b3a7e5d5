import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app.tsx';
import { startLanguage } from './i18n/language.ts';
import { applyTheme } from './ui/theme.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/layers.css';

// The content policy forbids code made from text, which zod would otherwise try for speed.
z.config({ jitless: true });
applyTheme();
startLanguage();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
