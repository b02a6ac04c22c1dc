package io.kubeface.cli;

/** Turns the braces of a shell command into a quoted reference to the variable that carries the value. */
final class ShellTemplate {
    /** The variable that carries the value. */
    static final String VARIABLE = "KUBEFACE_VALUE";

    private static final String REFERENCE = "\"$" + VARIABLE + "\"";

    private ShellTemplate() {}

    /**
     * The command as the shell gets it: each <code>{}</code> outside quotes becomes {@code "$KUBEFACE_VALUE"}. A
     * backslash before it keeps it as it is.
     *
     * @throws IllegalArgumentException when the command is blank, or when braces stand within quotes, where a quoted
     *     reference would end the quotes and leave the value open to the shell
     */
    static String expand(String command) {
        if (command.isBlank()) {
            throw new IllegalArgumentException("--shell-command is empty: give a command, such as 'echo {}'");
        }
        if (command.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("--shell-command has a NUL character, which no command may have");
        }
        StringBuilder expanded = new StringBuilder(command.length() + 32);
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < command.length()) {
                expanded.append(c).append(command.charAt(++i));
            } else if (command.startsWith("{}", i)) {
                refuseWithin(quote, i);
                expanded.append(REFERENCE);
                i++;
            } else {
                quote = quoteAfter(quote, c);
                expanded.append(c);
            }
        }
        return expanded.toString();
    }

    private static char quoteAfter(char quote, char c) {
        if (quote == 0) {
            return c == '\'' || c == '"' ? c : 0;
        }
        return c == quote ? 0 : quote;
    }

    private static void refuseWithin(char quote, int position) {
        if (quote != 0) {
            throw new IllegalArgumentException("--shell-command has {} within " + quote + " quotes, at character "
                    + (position + 1)
                    + ": write {} outside of quotes, it is quoted for you; within double quotes write $" + VARIABLE);
        }
    }
}
