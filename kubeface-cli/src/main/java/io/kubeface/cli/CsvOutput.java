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
import java.util.regex.Pattern;
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

    /** The latter four are wide forms of the first. */
    private static final String FORMULA_BEGINS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");

    private final CSVPrinter printer;
    private final @Nullable Path part;
    private final @Nullable Path target;
    private final boolean escapeFormulas;

    private CsvOutput(OutputStream out, @Nullable Path part, @Nullable Path target, boolean escapeFormulas)
            throws IOException {
        this.printer = new CSVPrinter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)), FORMAT);
        this.part = part;
        this.target = target;
        this.escapeFormulas = escapeFormulas;
    }

    /**
     * Writes to a stream.
     *
     * @param escapeFormulas whether text that a spreadsheet would take for a formula gets an apostrophe before it
     */
    static CsvOutput to(OutputStream out, boolean escapeFormulas) throws IOException {
        return new CsvOutput(out, null, null, escapeFormulas);
    }

    /**
     * Writes to a file, or straight to a device or pipe of that name.
     *
     * @param escapeFormulas whether text that a spreadsheet would take for a formula gets an apostrophe before it
     */
    static CsvOutput to(Path file, boolean escapeFormulas) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return new CsvOutput(Files.newOutputStream(file, StandardOpenOption.WRITE), null, null, escapeFormulas);
        }
        // Through links: the file behind one is replaced, not the link.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path part = target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        return new CsvOutput(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW), part, target, escapeFormulas);
    }

    /** Writes the header. */
    void header() throws IOException {
        row("Value", "Result");
    }

    /** Writes a row and sends it on its way; null is an empty field. */
    void row(@Nullable String value, @Nullable String result) throws IOException {
        printer.printRecord(field(value), field(result));
        printer.flush();
    }

    private @Nullable String field(@Nullable String text) {
        return escapeFormulas && text != null && isFormula(text) ? "'" + text : text;
    }

    /** By what OWASP's page "CSV Injection" names as the beginnings of formulas; a number is none. */
    private static boolean isFormula(String text) {
        return !text.isEmpty()
                && FORMULA_BEGINS.indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
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
