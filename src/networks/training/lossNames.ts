// What do networks minimize? The squared error that Gaussian processes stand for, or cross-entropy; loss.ts computes them.

export const LOSS_NAMES = ['squared', 'cross-entropy'] as const;
export type LossName = (typeof LOSS_NAMES)[number];
