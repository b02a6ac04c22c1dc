package io.kubeface.cli;

import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.ResultFilter;
import io.kubeface.core.codec.UndecodableValueException;
import io.kubeface.core.envelope.EnvelopeHeader;
import io.kubeface.core.envelope.EnvelopeReader;
import io.kubeface.core.task.FailureReport;
import io.kubeface.core.task.ItemOutcome;
import io.kubeface.core.task.JobManifest;
import io.kubeface.core.task.RunReport;
import io.kubeface.core.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Shows the object of a job as text, a line for each thing, safe for a terminal. Of values only the JDK's own value types are
 * made, so that an object of others runs no code here.
 */
final class EnvelopeText {
    private static final int MAX_LENGTH = 10_000;

    private final OutputStream out;
    private final ClassLoader loader = EnvelopeText.class.getClassLoader();
    // Of a class of the JDK, so that no jar is trusted whole.
    private final DecodeScope scope =
            new DecodeScope(loader, ResultFilter.of(Object.class).build());

    EnvelopeText(OutputStream out) {
        this.out = out;
    }

    /**
     * Shows an object.
     *
     * @param name for messages
     * @throws io.kubeface.core.envelope.CorruptObjectException when it is none of a job, or damaged
     */
    void write(InputStream in, String name) throws IOException {
        EnvelopeReader reader = new EnvelopeReader(in, name);
        EnvelopeHeader header = reader.header();
        line("kind", header.kind().toString());
        line("items", Integer.toString(header.items()));
        if (header.run().isPresent()) {
            run(header.run().get());
        }
        if (header.manifest().isPresent()) {
            manifest(header.manifest().get());
        }
        Codecs codecs = Codecs.load(loader);
        for (int i = 0; reader.hasNext(); i++) {
            item(reader, codecs, "item " + i);
        }
        reader.finish();
        flush();
    }

    private void item(EnvelopeReader reader, Codecs codecs, String label) throws IOException {
        ItemOutcome outcome;
        try {
            outcome = reader.readItem(codecs, scope);
        } catch (UndecodableValueException e) {
            line(label, "not shown: " + e.getMessage());
            return;
        } catch (OutOfMemoryError e) {
            line(label, "not shown: larger than this command's heap, which KUBEFACE_JAVA_OPTS=-Xmx4g enlarges");
            return;
        }
        if (outcome instanceof ItemOutcome.Value value) {
            line(label, ValueText.of(value.value(), MAX_LENGTH));
        } else if (outcome instanceof ItemOutcome.Failed failed) {
            failure(label, failed.failure());
        }
    }

    private void failure(String label, FailureReport failure) throws IOException {
        line(label, failure.kind() + " " + failure.type() + ": " + failure.message());
        for (StackTraceElement frame : failure.frames()) {
            line("  at", frame.toString());
        }
        if (failure.cause().isPresent()) {
            failure("caused by", failure.cause().get());
        }
    }

    private void run(RunReport run) throws IOException {
        line("attempt", Integer.toString(run.attempt()));
        line("started", run.started().toString());
        line("ended", run.ended().toString());
        line("host", run.host());
        line("pid", Long.toString(run.pid()));
        line("jvm", run.jvm());
        line("command", run.commandLine());
        line("input bytes", Long.toString(run.inputBytes()));
    }

    private void manifest(JobManifest manifest) throws IOException {
        line("job", manifest.job().value());
        line("library", manifest.libraryVersion());
        line("java", Integer.toString(manifest.javaFeature()));
        line("function", manifest.functionType());
        line("class path", manifest.classPath().size() + " entries");
    }

    private void line(String label, String text) throws IOException {
        try {
            out.write((label + ": " + Printable.of(text, MAX_LENGTH) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PlainText.OutputException(e);
        }
    }

    private void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw new PlainText.OutputException(e);
        }
    }
}
