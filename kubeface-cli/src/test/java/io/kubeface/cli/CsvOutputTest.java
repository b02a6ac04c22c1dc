package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvOutputTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void eachRowIsThereAtOnce() throws Exception {
        try (CsvOutput out = CsvOutput.to(bytes, false)) {
            out.header();
            assertThat(bytes.toString(UTF_8)).isEqualTo("Value,Result\n");
            out.row("1", "2");
            assertThat(bytes.toString(UTF_8)).isEqualTo("Value,Result\n1,2\n");
        }
    }

    @Test
    void whatASpreadsheetWouldTakeForAFormulaIsTextIfThatIsWanted() throws Exception {
        try (CsvOutput out = CsvOutput.to(bytes, true)) {
            out.row("=1+1", "@SUM(A1)");
            out.row("+cmd|' /C calc'!A0", "-2+3");
            out.row("\uff1d1", "");
            out.row("-1.5e-3", "+7");
            out.row("a=b", null);
        }
        assertThat(bytes.toString(UTF_8))
                .isEqualTo("'=1+1,'@SUM(A1)\n'+cmd|' /C calc'!A0,'-2+3\n'\uff1d1,\n-1.5e-3,+7\na=b,\n");
    }

    @Test
    void whatNeedsQuotesGetsThemAndReadsBack() throws Exception {
        String nasty = "a,b \"c\"\nd\r\n";
        try (CsvOutput out = CsvOutput.to(bytes, false)) {
            out.row(nasty, "ä🐚");
            out.row("x", null);
        }
        try (CSVParser parser = CSVParser.parse(bytes.toString(UTF_8), CSVFormat.RFC4180)) {
            assertThat(parser.getRecords())
                    .extracting(CSVRecord::toList)
                    .containsExactly(java.util.List.of(nasty, "ä🐚"), java.util.List.of("x", ""));
        }
    }

    @Test
    void aFileAppearsWhenItIsWhole() throws Exception {
        Path file = directory.resolve("out.csv");
        try (CsvOutput out = CsvOutput.to(file, false)) {
            out.row("1", "2");
            assertThat(file).doesNotExist();
            out.complete();
        }
        assertThat(directory).isDirectoryContaining(file::equals);
        assertThat(file).hasContent("1,2\n");
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void nothingIsLeftOfAFileThatWasNotCompleted() throws Exception {
        Path file = Files.writeString(directory.resolve("out.csv"), "old");
        try (CsvOutput out = CsvOutput.to(file, false)) {
            out.row("1", "2");
        }
        assertThat(file).hasContent("old");
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void theFileBehindALinkIsReplacedAndNotTheLink() throws Exception {
        Path file = Files.writeString(directory.resolve("real.csv"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.csv"), file);
        try (CsvOutput out = CsvOutput.to(link, false)) {
            out.row("1", "2");
            out.complete();
        }
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("1,2\n");
    }

    @Test
    void aDeviceIsWrittenToDirectly() throws Exception {
        try (CsvOutput out = CsvOutput.to(Path.of("/dev/null"), false)) {
            out.row("1", "2");
            out.complete();
        }
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThat(Path.of("/dev/null")).exists();
    }
}
