import { Download } from 'lucide-react';
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileToSend } from '../../api/upload-queue.ts';
import { isSending } from '../../api/upload-queue.ts';
import { useMay } from '../../actions/deeds.ts';
import { overlayStore } from '../shell/overlay.ts';
import { filesFromList, filesFromTransfer } from './collect-files.ts';

type DropZoneProps = { batchName: string | null; onFiles: (files: readonly FileToSend[]) => void; children: ReactNode };

const carriesFilesIn = (event: DragEvent): boolean => [...event.dataTransfer.types].includes('Files');

/** The whole screen takes files that are dropped or pasted, and says where they will go. */
export function DropZone({ batchName, onFiles, children }: DropZoneProps) {
  const { t } = useTranslation();
  const [isOver, setIsOver] = useState(false);
  const depth = useRef(0);
  const mayAdd = useMay('add-files');
  const carriesFiles = (event: DragEvent): boolean => mayAdd && carriesFilesIn(event);
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const files = event.clipboardData?.files;
      if (mayAdd && files && files.length > 0 && overlayStore.get() === null) onFiles(filesFromList(files));
    };
    const leave = (event: BeforeUnloadEvent): void => {
      if (isSending()) event.preventDefault();
    };
    window.addEventListener('paste', paste);
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('paste', paste);
      window.removeEventListener('beforeunload', leave);
    };
  }, [onFiles, mayAdd]);
  const drag = (by: 1 | -1) => (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth.current += by;
    setIsOver(depth.current > 0);
  };
  const drop = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setIsOver(false);
    void filesFromTransfer(event.dataTransfer).then(onFiles);
  };
  return (
    <div className="drop-zone" onDragEnter={drag(1)} onDragLeave={drag(-1)} onDragOver={(event) => (carriesFiles(event) ? event.preventDefault() : undefined)} onDrop={drop}>
      {children}
      {isOver ? (
        <div className="drop-veil">
          <Download size={28} aria-hidden />
          <p>{batchName === null ? t('batches.dropNew') : t('batches.dropInto', { name: batchName })}</p>
        </div>
      ) : null}
    </div>
  );
}
