// How far is it, and how long will it take? One bar on a terminal, one line a stage elsewhere; always on stderr.

import { type Options, Presets, SingleBar } from 'cli-progress';
import type { OnProgress } from '../src/base/progress.ts';
import type { OutputStream } from './context.ts';

export interface ProgressDisplay {
  readonly onProgress: OnProgress;
  /** Ends the bar; must be called before other output. */
  readonly stop: () => void;
}

/** @param quiet draws nothing */
export function showProgress(stream: OutputStream, quiet: boolean): ProgressDisplay {
  if (quiet) return { onProgress: () => {}, stop: () => {} };
  return stream.isTTY ? showBar(stream) : showLines(stream);
}

function showBar(stream: OutputStream): ProgressDisplay {
  let bar: SingleBar | undefined;
  let stage = '';
  const stop = () => {
    bar?.stop();
    bar = undefined;
    stage = '';
  };
  return {
    stop,
    onProgress(progress) {
      if (progress.stage !== stage) {
        stop();
        const options: Options = {
          stream: stream as NodeJS.WritableStream,
          format: `${progress.stage.padEnd(15)} {bar} {percentage}% · {eta_formatted} left`,
          hideCursor: true,
          etaBuffer: 40,
          forceRedraw: false,
        };
        bar = new SingleBar(options, Presets.shades_classic);
        bar.start(progress.total, progress.done);
        stage = progress.stage;
      }
      bar?.update(progress.done);
      if (progress.done >= progress.total) stop();
    },
  };
}

/** For logs: a line when a stage begins and one every ten seconds. */
function showLines(stream: OutputStream): ProgressDisplay {
  let stage = '';
  let started = 0;
  let last = 0;
  return {
    stop: () => {},
    onProgress({ stage: current, done, total }) {
      const now = performance.now();
      if (current !== stage) {
        [stage, started, last] = [current, now, now];
        stream.write(`${current}…\n`);
      } else if (now - last > 10_000 && done > 0 && done < total) {
        last = now;
        const left = ((now - started) / done) * (total - done);
        stream.write(`${current}: ${Math.floor((100 * done) / total)}%, about ${Math.ceil(left / 1000)} s left\n`);
      }
    },
  };
}
