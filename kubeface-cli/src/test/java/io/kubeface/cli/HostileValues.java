package io.kubeface.cli;

import java.util.List;

/** Values that a careless shell command stumbles over. */
final class HostileValues {
    private HostileValues() {}

    static List<String> all() {
        return List.of(
                "",
                " ",
                "two  words",
                "it's",
                "say \"hi\"",
                "'",
                "\"",
                "$HOME",
                "${HOME}",
                "$(touch /tmp/kubeface-hostile)",
                "`touch /tmp/kubeface-hostile`",
                "; touch /tmp/kubeface-hostile",
                "a\nb",
                "ends with a line end\n",
                "\n",
                "a\rb",
                "a\tb",
                "*",
                "-rf",
                "-n",
                "--help",
                "\\",
                "a\\nb",
                "%s",
                "{}",
                "a,b",
                "# no comment",
                "!event",
                "\u001b[31m");
    }
}
