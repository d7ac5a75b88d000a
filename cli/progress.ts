// How far is it, and how long will it take? One bar on a terminal, a line now and then elsewhere; always on stderr.

import { type Options, Presets, SingleBar } from 'cli-progress';
import type { OnProgress } from '../src/base/progress.ts';
import type { OutputStream } from './context.ts';

export interface ProgressDisplay {
  readonly onProgress: OnProgress;
  /** Ends the bar; must be called before other output. */
  readonly stop: () => void;
}

/** @param quiet draws nothing */
export function showProgress(stream: OutputStream, quiet: boolean, now = () => performance.now()): ProgressDisplay {
  if (quiet) return { onProgress: () => {}, stop: () => {} };
  return stream.isTTY ? showBar(stream) : showLines(stream, now);
}

/** One line that each stage overwrites and that is gone at the end, so that errors and the summary stand alone. */
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
          format: `${progress.stage.padEnd(15)} {bar} {percentage}% · {eta_formatted}`,
          formatTime: timeLeft,
          clearOnComplete: true,
          // Switched off, it would stay off after the second Ctrl-C, which ends the process at once.
          linewrap: true,
          etaBuffer: 40,
          // Ctrl-C is heard by main.ts alone.
          gracefulExit: false,
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

/** A stage that is over sooner leaves no line in a log. */
const FIRST_LINE_AFTER_MS = 2_000;
const NEXT_LINE_AFTER_MS = 10_000;

function showLines(stream: OutputStream, now: () => number): ProgressDisplay {
  let stage = '';
  let started = 0;
  /** Done when it began: of an interrupted run that goes on, what took no time now. */
  let before = 0;
  let due = 0;
  return {
    stop: () => {},
    onProgress({ stage: current, done, total }) {
      const time = now();
      if (current !== stage) [stage, started, before, due] = [current, time, done, time + FIRST_LINE_AFTER_MS];
      if (time < due || done <= before || done >= total) return;
      due = time + NEXT_LINE_AFTER_MS;
      const leftMs = ((time - started) / (done - before)) * (total - done);
      stream.write(`${current}: ${Math.floor((100 * done) / total)}%, ${timeLeft(Math.ceil(leftMs / 1000))}\n`);
    },
  };
}

/** @param seconds whole; the bar gives 0 or a word as long as it has nothing to estimate by */
function timeLeft(seconds: number): string {
  if (!(seconds > 0)) return 'estimating the time left';
  return seconds < 120 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}
