// WebAssembly as Node and Electron have it; the types that @types/node leaves to the browser's library.
export type WasmMemory = { readonly buffer: ArrayBuffer; grow(pages: number): number };
export type WasmTable = { get(index: number): unknown; set(index: number, value: unknown): void };
export type WasmInstance = { readonly exports: Readonly<Record<string, unknown>> };

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => WasmInstance;
  readonly Memory: new (size: { readonly initial: number }) => WasmMemory;
  readonly Table: new (size: { readonly initial: number; readonly element: 'anyfunc' }) => WasmTable;
};

export const instantiate = (bytes: Uint8Array, imports: object): WasmInstance => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
export const memoryOf = (instance: WasmInstance): WasmMemory | undefined => Object.values(instance.exports).find((part) => part instanceof WebAssembly.Memory);
export const tableOf = (instance: WasmInstance): WasmTable | undefined => Object.values(instance.exports).find((part) => part instanceof WebAssembly.Table);
