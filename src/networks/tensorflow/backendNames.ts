// What can TensorFlow.js run on here? The fastest first.

export const BACKEND_NAMES = ['tensorflow', 'wasm', 'cpu'] as const;
/** Its native binding, WebAssembly, plain JavaScript. */
export type BackendName = (typeof BACKEND_NAMES)[number];
