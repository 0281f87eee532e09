// Runs in the browser's audio thread: the page that sets up camera and microphone shows whether something is heard.

/** What the audio thread offers; TypeScript's library for pages doesn't describe it. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;

/** How much of the volume before is left at the next block, so that a short sound can be seen. */
const decay = 0.99;

/** Speech has a root mean square of a few hundredths; the page shows volumes up to 1. */
const gain = 5;

class MicCheckProcessor extends AudioWorkletProcessor {
  private volume = 0;
  private isChecked = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<{ micChecked?: boolean }>) => {
      if (data.micChecked) this.isChecked = true;
    };
  }

  /** Posts the volume of each block of sound. Returns whether further blocks are wanted. */
  process(inputs: Float32Array[][]): boolean {
    if (this.isChecked) return false;
    // Without a microphone there are no channels.
    const samples = inputs[0]?.[0] ?? new Float32Array(0);
    const squares = samples.reduce((sum, sample) => sum + sample * sample, 0);
    const rootMeanSquare = Math.sqrt(squares / Math.max(1, samples.length));
    this.volume = Math.max(gain * rootMeanSquare, decay * this.volume);
    this.port.postMessage({ volume: this.volume });
    return true;
  }
}

registerProcessor("mic-check-processor", MicCheckProcessor);

export {};
