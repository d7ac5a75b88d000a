// The numbers by which the caller names the activations of a network.

export const PIECEWISE_LINEAR: i32 = 0;
export const ERF: i32 = 1;
export const GELU: i32 = 2;
export const SIN: i32 = 3;
