package io.kubeface.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SquaresTest {
    @Test
    void theProgramOfTheReadmePrintsTenSquaresInOrder() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Squares.main(new String[0]);
        } finally {
            System.setOut(console);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("0", "1", "4", "9", "16", "25", "36", "49", "64", "81");
    }

    @Test
    void theReadmeShowsTheProgramAsItIs() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/kubeface/examples/Squares.java"));

        assertThat(Files.readString(Path.of("../README.md")))
                .contains(source.substring(source.indexOf("    public static void main")));
    }
}
