// Which finite network stands beside a kernel? Its description, as results and processes hold it; network.ts makes it.

export interface NetworkSpec {
  /** Hidden layers: `fcn` of `width` units each; `cnn` of 3 × 3 convolutions with `width` channels, each followed by 2 × 2 averages while there are pixels. */
  readonly type: 'fcn' | 'cnn';
  readonly depth: number;
  readonly width: number;
  readonly activation: string;
  readonly negativeSlope?: number | undefined;
  /** w², of weights times the number of inputs of their layer. */
  readonly weightVariance: number;
  /** b²; a network with 0 has no biases. */
  readonly biasVariance: number;
}
