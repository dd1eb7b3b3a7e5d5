// What a pipeline step may use. A step is (input, StepContext) → output; it touches nothing else.

/** Content-addressed bytes; the only way a step reaches originals and derivatives, so that a worker can run on another machine. */
export type BlobStore = {
  /** Stores bytes under their SHA-256 (twice is once) and returns it, in hex. */
  put(bytes: Uint8Array): Promise<string>;
  /** Streams a local file in; same result as put, constant memory. */
  putFile(path: string): Promise<string>;
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
  /** A local path for libraries that want one; read only. */
  pathOf(sha256: string): Promise<string>;
};

export type StepContext = {
  readonly blobs: BlobStore;
  readonly signal: AbortSignal;
  /** Counts of finished units; the caller limits the rate. */
  progress(done: number, total: number, note?: string): void;
};
