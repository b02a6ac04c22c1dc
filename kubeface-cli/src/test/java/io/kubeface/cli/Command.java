package io.kubeface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Runs the command as {@code main} does, with streams that a test sees. */
final class Command {
    final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private InputStream in = new ByteArrayInputStream(new byte[0]);
    private OptionalInt columns = OptionalInt.empty();
    private boolean outIsTerminal;
    private final Map<String, String> environment = new HashMap<>();

    Command in(String text) {
        return in(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    Command in(InputStream stream) {
        in = stream;
        return this;
    }

    Command terminal(int width) {
        columns = OptionalInt.of(width);
        return this;
    }

    Command outIsTerminal() {
        outIsTerminal = true;
        return this;
    }

    /** A variable of the environment, of which the command sees no other. */
    Command variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    int run(String... arguments) {
        return Main.run(
                new Streams(in, outBytes, new PrintStream(errBytes, true, UTF_8), columns, outIsTerminal),
                environment,
                arguments);
    }

    String out() {
        return outBytes.toString(UTF_8);
    }

    String err() {
        return errBytes.toString(UTF_8);
    }
}
