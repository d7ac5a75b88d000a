// Short names for what every loop of this folder does with two doubles at a time. AssemblyScript, compiled to WebAssembly SIMD.

// @ts-ignore: AssemblyScript decorator
@inline
export function splat(x: f64): v128 {
  return f64x2.splat(x);
}

// @ts-ignore: AssemblyScript decorator
@inline
export function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

// @ts-ignore: AssemblyScript decorator
@inline
export function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

// @ts-ignore: AssemblyScript decorator
@inline
export function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

/**
 * Entry i of a table, in both halves. Loops take their constants from tables, before they start: those written in the code V8 builds
 * anew in every round, at three instructions each.
 */
// @ts-ignore: AssemblyScript decorator
@inline
export function entry(table: usize, i: usize): v128 {
  return v128.load64_splat(table + (i << 3));
}
