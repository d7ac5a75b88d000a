// Everything that the WebAssembly module of the elementwise maps offers. The elementary functions are there to be tested by themselves.

export { ERF, GELU, PIECEWISE_LINEAR, SIN } from './activations';
export { placePairs } from './angularPlaces';
export { angularSums, factors } from './angularSums';
export { angle, segment } from './arcCosine';
export { arctangent } from './arctangent';
export { setCoincidence } from './coincidence';
export { setDense } from './dense';
export { exponential, exponentialLessOne } from './exponential';
export { logarithm } from './logarithm';
export { network } from './network';
export { setPiecewiseLinear } from './piecewiseLinear';
export { squaredDistances } from './squaredDistances';
export { matern, rbf } from './stationary';
export { BY_PAIR, BY_ROW_NORM, FREE, PAIRS, STRIP, TANGENTS, TANGENTS_BY_PAIR, TANGENTS_BY_ROW_NORM } from './strips';
export { TERMS, terms } from './terms';
