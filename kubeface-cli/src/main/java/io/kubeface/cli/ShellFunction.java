package io.kubeface.cli;

import io.kubeface.core.TaskFunction;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs a shell command, with the value in its environment, and gives what it prints. What it prints to its standard error
 * becomes part of the task's log.
 */
final class ShellFunction implements TaskFunction<Object, @Nullable String> {
    /** Linux takes 128 KiB for {@code NAME=value} and the byte that ends it. */
    private static final int MAX_VALUE_BYTES = 128 * 1024 - ShellTemplate.VARIABLE.length() - 2;

    private final String command;

    /**
     * A function that runs this command.
     *
     * @throws IllegalArgumentException when the command is blank, or has braces within quotes
     */
    ShellFunction(String command) {
        this.command = ShellTemplate.expand(command);
    }

    @Override
    public String apply(Object value) throws Exception {
        String text = CsvText.of(value);
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", passable("The command", command));
        builder.environment().put(ShellTemplate.VARIABLE, checked(text == null ? "" : text));
        builder.redirectInput(new File("/dev/null"));
        Process process = builder.start();
        try {
            OutputReader output = OutputReader.all(process.getInputStream());
            OutputReader errors = OutputReader.tail(process.getErrorStream(), System.err);
            int code = process.waitFor();
            // Before the code, which is then that of a command whose output nobody reads any more.
            output.await();
            String problems = errors.text();
            if (code != 0) {
                throw new ShellCommandException("the command exited with " + code + signal(code)
                        + (problems.isBlank() ? "" : ": " + problems.strip()));
            }
            return withoutLineEnd(decode(output.bytes()));
        } finally {
            // On the usual way nothing is left; an interrupted task leaves a command behind otherwise.
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static String checked(String value) throws ShellCommandException {
        if (value.indexOf('\0') >= 0) {
            throw new ShellCommandException("the value has a NUL character at position " + value.indexOf('\0')
                    + ", which cannot be passed to a command: remove it, or use --expression");
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_VALUE_BYTES) {
            throw new ShellCommandException("the value has " + bytes + " bytes, and a command can be passed at most "
                    + MAX_VALUE_BYTES + ": pass the name of a file, or use --expression");
        }
        return passable("The value", value);
    }

    /** Java passes text to processes in the locale's encoding, and puts question marks for what that lacks. */
    private static String passable(String what, String text) throws ShellCommandException {
        Charset charset = processCharset();
        if (!Arrays.equals(text.getBytes(charset), text.getBytes(StandardCharsets.UTF_8))) {
            throw new ShellCommandException(what + " has characters that cannot be passed to a command here, where the"
                    + " locale's encoding is " + charset + ": set LC_ALL=C.UTF-8 for the worker");
        }
        return text;
    }

    private static Charset processCharset() {
        return Runtime.version().feature() < 18
                ? Charset.defaultCharset()
                : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    private static String decode(byte[] output) throws ShellCommandException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(output))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ShellCommandException("the command printed " + output.length
                    + " bytes that are not UTF-8 text: have it write binary data to a file");
        }
    }

    private static String withoutLineEnd(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static String signal(int code) {
        return code > 128 && code < 128 + 65 ? " (signal " + (code - 128) + ")" : "";
    }
}
