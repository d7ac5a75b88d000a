// Everything that the WebAssembly module of the elementwise maps offers. The elementary functions are there to be tested by themselves.

export { placePairs } from './angularPlaces';
export { angularSums, factors } from './angularSums';
export { angle, segment } from './arcCosine';
export { arctangent } from './arctangent';
export { setCoincidence } from './coincidence';
export { setDense } from './dense';
export { exponential, exponentialLessOne } from './exponential';
export { logarithm } from './logarithm';
export { ERF, GELU, network, PIECEWISE_LINEAR, SIN } from './network';
export { setPiecewiseLinear } from './piecewiseLinear';
export { squaredDistances } from './squaredDistances';
export { matern, rbf } from './stationary';
export { FREE, PAIRS, STRIP, TANGENTS } from './strips';
