package io.kubeface.cli;

import io.kubeface.reactor.JobProgress;
import io.kubeface.reactor.JobSpec;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on a terminal how far a job is. */
final class ProgressLine implements ProgressDisplay {
    private static final int REFRESH_MILLIS = 250;

    private final Notices notices;
    private final ProgressBar bar;

    ProgressLine(Notices notices, int columns, OptionalLong total) {
        this.notices = notices;
        bar = new ProgressBarBuilder()
                .setTaskName("kubeface")
                .setInitialMax(total.orElse(-1))
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(new Line(notices, columns))
                .clearDisplayOnFinish()
                .build();
    }

    @Override
    public JobSpec watch(JobSpec job) {
        return job.onProgress(this::show);
    }

    /** Shows this from the next refresh on. */
    void show(JobProgress progress) {
        progress.total().ifPresent(bar::maxHint);
        bar.stepTo(progress.done());
        bar.setExtraMessage(" " + progress.running() + " running, " + progress.failed() + " failed");
    }

    @Override
    public void close() {
        bar.close();
        // A bar that ends before its first refresh does not clear what it has drawn.
        notices.clearProgress();
    }

    /** Draws without the library's terminal access, which would load native code. */
    private record Line(Notices notices, int columns) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            // A character in the last column makes some terminals go to the next line.
            return columns - 1;
        }

        @Override
        public void accept(String rendered) {
            notices.progress(rendered);
        }

        @Override
        public void clear() {
            notices.clearProgress();
        }

        @Override
        public void close() {
            notices.clearProgress();
        }
    }
}
