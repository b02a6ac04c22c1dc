package io.kubeface.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a command says when it was used wrongly. */
final class WrongUse {
    private WrongUse() {}

    /** The problem's message, with which the command ends. */
    static ParameterException of(CommandSpec command, Exception problem) {
        return new ParameterException(command.commandLine(), String.valueOf(problem.getMessage()), problem);
    }
}
