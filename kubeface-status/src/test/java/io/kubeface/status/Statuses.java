package io.kubeface.status;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Statuses of simulated jobs. */
final class Statuses {
    static final String HOSTILE =
            "<script>alert('x')</script><img src=x onerror=alert(1)>\"'`&amp;${7*7}<#assign x=1>]]>"
                    + "\u0000\u001b[31m\u007f\u0085\u202e\u2028\ud800\r\n-->";

    private Statuses() {}

    static JobStatus done(int tasks, String text) {
        String name = "Grid search" + text;
        JobTracker tracker = new JobTracker(SimulatedJob.began(name, 12));
        return tracker.status(new SimulatedJob(name, tasks, 12, text, tracker::accept).toEnd());
    }

    static JobStatus active(int tasks, Duration after) {
        String name = "Grid search";
        JobTracker tracker = new JobTracker(SimulatedJob.began(name, 12));
        return tracker.status(new SimulatedJob(name, tasks, 12, "", tracker::accept)
                .until(after)
                .snapshot());
    }

    static JobStatus begun() {
        return new JobTracker(SimulatedJob.began("Grid search", 12))
                .status(new SimulatedJob("Grid search", 0, 12, "", event -> {}).snapshot());
    }

    static String json(JobStatus status) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StatusJson.write(status, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static JobStatus read(String json) throws IOException {
        return StatusJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    static String html(JobStatus status) {
        try {
            return new String(StatusHtml.render(status), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
