package io.kubeface.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * The CSV of a run: a header, then a row a value, each written through at once. A file appears under its name only when
 * it is whole; until then its rows are in a file beside it.
 */
final class CsvOutput implements AutoCloseable {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    private final CSVPrinter printer;
    private final @Nullable Path part;
    private final @Nullable Path target;

    private CsvOutput(OutputStream out, @Nullable Path part, @Nullable Path target) throws IOException {
        this.printer = new CSVPrinter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)), FORMAT);
        this.part = part;
        this.target = target;
    }

    /** Writes to a stream. */
    static CsvOutput to(OutputStream out) throws IOException {
        return new CsvOutput(out, null, null);
    }

    /** Writes to a file, or straight to a device or pipe of that name. */
    static CsvOutput to(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return new CsvOutput(Files.newOutputStream(file, StandardOpenOption.WRITE), null, null);
        }
        // Through links: the file behind one is replaced, not the link.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path part = target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        return new CsvOutput(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW), part, target);
    }

    /** Writes the header. */
    void header() throws IOException {
        row("Value", "Result");
    }

    /** Writes a row and sends it on its way; null is an empty field. */
    void row(@Nullable String value, @Nullable String result) throws IOException {
        printer.printRecord(value, result);
        printer.flush();
    }

    /** All rows are written: a file gets its name. */
    void complete() throws IOException {
        if (part != null && target != null) {
            printer.close();
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Removes a file that was not completed. May be called by any thread, also beside a write that takes its time. */
    void discard() {
        if (part != null) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** As {@link #discard}. A stream stays open: it is another's. */
    @Override
    public void close() {
        discard();
    }
}
