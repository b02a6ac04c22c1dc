package io.kubeface.reactor.backend;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker process left on this machine. Blocking.
 *
 * @param log what it printed
 * @param crashReport what its JVM wrote about its own crash; the file need not exist
 */
record FinishedWorker(Path log, Path crashReport) {
    private static final long MAX_LOG_BYTES = 16L * 1024 * 1024;
    private static final int MAX_EVIDENCE_LINES = 20;

    /**
     * Reads an exit, and keeps the log in the store when the worker could not do that itself. One with code 0 is taken
     * to have done so, for that is nearly every one, and asking the store for each would cost more than it tells.
     */
    Exit read(int code, boolean killed, ObjectStore store, String logName, boolean keepLog) {
        List<String> evidence = new ArrayList<>();
        String tail = "";
        try {
            // Also for code 0: a function may end its JVM with that, and leave no result.
            tail = Files.size(log) == 0 ? "" : LogTail.read(log);
            if (code != 0) {
                appendCrashReport(evidence);
                if (keepLog) {
                    keepLog(store, logName);
                }
            }
        } catch (IOException | RuntimeException e) {
            evidence.add("The log of this attempt may be missing: " + e);
        }
        return ExitReasons.of(code, tail, killed, evidence);
    }

    /** Removes the files. */
    void remove() throws IOException {
        Files.deleteIfExists(log);
        Files.deleteIfExists(crashReport);
    }

    private void appendCrashReport(List<String> evidence) throws IOException {
        if (!Files.exists(crashReport)) {
            return;
        }
        byte[] report = Files.readAllBytes(crashReport);
        Files.write(log, report, StandardOpenOption.APPEND);
        for (String line : LogTail.text(report, report.length, false).split("\n", -1)) {
            String said = line.replace("#", "").strip();
            if (evidence.size() < MAX_EVIDENCE_LINES && line.startsWith("#") && !said.isEmpty()) {
                evidence.add(said);
            }
        }
    }

    private void keepLog(ObjectStore store, String name) throws IOException {
        long size = Files.size(log);
        if (size == 0 || store.stat(name).isPresent()) {
            return;
        }
        store.put(name, PutMode.CREATE, "text/plain; charset=utf-8", out -> {
            long skipped = Math.max(0, size - MAX_LOG_BYTES);
            if (skipped > 0) {
                out.write(("[the first " + skipped + " bytes are left out]\n").getBytes(StandardCharsets.UTF_8));
            }
            try (InputStream in = Files.newInputStream(log)) {
                in.skipNBytes(skipped);
                in.transferTo(out);
            }
        });
    }
}
