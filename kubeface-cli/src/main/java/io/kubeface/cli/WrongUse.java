package io.kubeface.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a command says when it was used wrongly. */
final class WrongUse {
    private WrongUse() {}

    /** Something that an option with a wrong value refuses. */
    @FunctionalInterface
    interface Use<T, E extends Exception> {
        T get() throws E;
    }

    /**
     * What options give.
     *
     * @throws ParameterException when they refuse it with an {@link IllegalArgumentException}
     */
    static <T, E extends Exception> T unless(CommandSpec command, Use<T, E> use) throws E {
        try {
            return use.get();
        } catch (IllegalArgumentException e) {
            throw of(command, e);
        }
    }

    /** As {@link #unless}, of what gives nothing. */
    static void check(CommandSpec command, Runnable check) {
        unless(command, () -> {
            check.run();
            return true;
        });
    }

    /** The problem's message, with which the command ends. */
    static ParameterException of(CommandSpec command, Exception problem) {
        return new ParameterException(command.commandLine(), String.valueOf(problem.getMessage()), problem);
    }
}
