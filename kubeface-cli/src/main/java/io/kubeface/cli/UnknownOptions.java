package io.kubeface.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What to say of an option that nobody knows. */
final class UnknownOptions {
    /** More changes than this, in letters, and another word is meant. */
    private static final int MOST_CHANGES = 4;

    private static final int MOST_NAMES = 3;

    private static final String IMAGE = "build an image that has what the tasks need, and name it with --worker-image;"
            + " jars of the program's class path are shipped by themselves";

    /** Options of the Python program that have no equivalent, and what to do instead. */
    private static final Map<String, String> OF_THE_ORIGINAL = Map.of(
            "worker-pip",
            "workers are Java programs and install nothing by pip: " + IMAGE,
            "worker-pip-packages",
            "workers are Java programs and install nothing by pip: " + IMAGE,
            "worker-kubeface-install-command",
            "a pod fetches exactly the driver's worker from the storage, without a command; whether it does says"
                    + " --worker-kubeface-install-policy",
            "kubernetes-cluster",
            "name a context of the kubeconfig with --kubernetes-context",
            "kubernetes-retries",
            "requests to the cluster are repeated by themselves, up to 12 times in two minutes; leave it out",
            "storage-prefix",
            "it is called --storage");

    private UnknownOptions() {}

    /** That there is no such option, and what was probably meant. */
    static String describe(CommandLine line, String name) {
        String plain = OptionNames.plain(name);
        String instead = OF_THE_ORIGINAL.get(plain);
        if (instead != null) {
            return "there is no option '" + plain + "': " + instead + ".";
        }
        List<String> near = nearest(plain, settings(line).distinct().toList());
        return "there is no option '" + plain + "'"
                + (near.isEmpty() ? "." : "; the nearest: " + String.join(", ", near));
    }

    /** What to do instead of an option of the original; empty if it is none. */
    static Optional<String> insteadOf(String argument) {
        int equals = argument.indexOf('=');
        String name = OptionNames.plain(equals < 0 ? argument : argument.substring(0, equals));
        return Optional.ofNullable(OF_THE_ORIGINAL.get(name)).map(instead -> "--" + name + ": " + instead + ".");
    }

    private static Stream<String> settings(CommandLine line) {
        return Stream.concat(
                line.getCommandSpec().options().stream()
                        .filter(OptionNames::isSetting)
                        .map(option -> OptionNames.plain(option.longestName())),
                line.getSubcommands().values().stream().flatMap(UnknownOptions::settings));
    }

    private static List<String> nearest(String name, List<String> names) {
        return names.stream()
                .collect(Collectors.toMap(each -> each, each -> Nearest.changes(name, each)))
                .entrySet()
                .stream()
                .filter(each -> each.getValue() <= Math.min(MOST_CHANGES, name.length() / 2))
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_NAMES)
                .map(Map.Entry::getKey)
                .toList();
    }
}
