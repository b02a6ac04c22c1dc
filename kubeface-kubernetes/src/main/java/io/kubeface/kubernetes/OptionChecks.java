package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.kubeface.kubernetes.KubernetesOptions.LaunchRate;
import io.kubeface.reactor.backend.StorageVariables;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses options that a cluster would refuse, or take for something else, before there is a pod. */
final class OptionChecks {
    private static final Duration ONE_DAY = Duration.ofHours(24);

    private static final Pattern IMAGE = Pattern.compile(
            "(?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?" // registry
                    + "[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*" // path
                    + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?" // tag
                    + "(?:@sha256:[a-f0-9]{64})?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?");

    private static final int MOST = 100_000;

    private static final Pattern LABEL_VALUE = Pattern.compile("(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern LABEL_KEY = Pattern.compile(
            "(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern KEY = Pattern.compile("[-A-Za-z0-9_.]{1,253}");
    private static final Pattern TAINT = Pattern.compile("([^=:]+)(?:=([^=:]*))?(?::([A-Za-z]+))?");
    private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private OptionChecks() {}

    static void storage(String url) {
        if (url.startsWith("file:") || url.startsWith("memory:")) {
            throw new IllegalArgumentException("storage: " + url
                    + " is on the driver's machine, where pods cannot see it; use a bucket, such as gs://BUCKET/PATH,"
                    + " or the local-process backend.");
        }
    }

    static String image(@Nullable String name) {
        if (name == null) {
            throw new IllegalArgumentException(
                    "image: none is given; name one with a Java 17 runtime or newer, such as eclipse-temurin:21-jre.");
        }
        if (!IMAGE.matcher(name).matches()) {
            throw new IllegalArgumentException("image: \"" + name
                    + "\" is no name of an image; one is like eclipse-temurin:21-jre or"
                    + " europe-docker.pkg.dev/project/images/worker:1.0.");
        }
        return name;
    }

    static String label(String option, String key, String value) {
        if (!LABEL_KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(option + ": \"" + key
                    + "\" is no key of Kubernetes; one is like disk or example.com/disk, with 63 characters of A-Z, a-z,"
                    + " 0-9, -, _ and . at most after the slash.");
        }
        if (!LABEL_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(option + ": \"" + value + "\" is no value for " + key
                    + "; one has 63 characters of A-Z, a-z, 0-9, -, _ and . at most, and begins and ends with a letter"
                    + " or digit.");
        }
        return value;
    }

    static String label(String option, String name) {
        if (!LABEL.matcher(name).matches()) {
            throw new IllegalArgumentException(option + ": \"" + name
                    + "\" is no name of Kubernetes; one has 1 to 63 characters of a-z, 0-9 and -, none at the ends.");
        }
        return name;
    }

    static String subdomain(String option, String name) {
        if (!SUBDOMAIN.matcher(name).matches()) {
            throw new IllegalArgumentException(option + ": \"" + name
                    + "\" is no name of Kubernetes; one has 1 to 253 characters of a-z, 0-9, - and ., and begins and"
                    + " ends with a letter or digit.");
        }
        return name;
    }

    static Path kubeconfig(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("kubeconfig: " + file + " is no file that can be read.");
        }
        return file;
    }

    static Quantity quantity(String option, String text) {
        BigDecimal amount;
        Quantity quantity;
        try {
            quantity = Quantity.parse(text);
            amount = quantity.getNumericalAmount();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": \"" + text + "\" is no quantity; " + examples(option), e);
        }
        if (amount.signum() <= 0) {
            throw new IllegalArgumentException(option + ": \"" + text + "\" is not above 0; " + examples(option));
        }
        if (!option.startsWith("cpu") && amount.compareTo(BigDecimal.valueOf(1 << 20)) < 0) {
            throw new IllegalArgumentException(
                    option + ": \"" + text + "\" is less than 1 MiB; is the unit missing? " + examples(option));
        }
        return quantity;
    }

    private static String examples(String option) {
        return option.startsWith("cpu") ? "use one like 2, 0.5 or 500m." : "use one like 512Mi or 2Gi.";
    }

    /** The user's variables, and those of the driver that say where the storage is unless the user has set them. */
    static Map<String, String> environment(Map<String, String> variables, Map<String, String> drivers) {
        Map<String, String> result = new TreeMap<>(StorageVariables.of(drivers));
        variables.forEach((name, value) -> {
            // Kubernetes replaces $(NAME) in values; $$ is how it is told not to.
            result.put(variable("environment", name), PodCommand.literal(value));
        });
        return result;
    }

    static String variable(String option, String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '=')) {
            throw new IllegalArgumentException(option + ": \"" + name
                    + "\" cannot be a variable of a pod; a name is printable ASCII without blanks and =.");
        }
        return name;
    }

    /** Of a Secret. */
    static String key(String option, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(option + ": \"" + key
                    + "\" is no key of a Secret; one has 1 to 253 characters of A-Z, a-z, 0-9, -, _ and .");
        }
        return key;
    }

    /** As kubectl writes taints; one without a value is tolerated whatever its value. */
    static Toleration toleration(String taint) {
        Matcher match = TAINT.matcher(taint);
        if (!match.matches() || (match.group(3) != null && !EFFECTS.contains(match.group(3)))) {
            throw new IllegalArgumentException("tolerations: \"" + taint
                    + "\" is no taint; write KEY, KEY=VALUE or KEY=VALUE:EFFECT, where EFFECT is NoSchedule,"
                    + " PreferNoSchedule or NoExecute, such as dedicated=grid:NoSchedule.");
        }
        String value = match.group(2);
        label("tolerations", match.group(1), value == null ? "" : value);
        return new Toleration(match.group(3), match.group(1), value == null ? "Exists" : "Equal", null, value);
    }

    /** A directory of the worker's container that is free. */
    static String directory(String option, Pod pod, String path) {
        boolean taken =
                PodTemplate.DIRECTORIES.stream().anyMatch(ours -> ours.equals(path) || ours.startsWith(path + "/"))
                        || path.startsWith(PodCommand.BOOTSTRAP_DIRECTORY + "/")
                        || path.startsWith(PodCommand.CACHE + "/")
                        || PodPrototype.worker(pod).orElseThrow().getVolumeMounts().stream()
                                .anyMatch(mount -> path.equals(mount.getMountPath()));
        if (!path.startsWith("/") || path.endsWith("/") || path.contains(":") || path.contains("/..") || taken) {
            throw new IllegalArgumentException(option + ": \"" + path + "\" cannot be where files are mounted; "
                    + (taken ? "it is in use, so take another, such as /data." : "use a whole path, such as /data."));
        }
        return path;
    }

    static Volume volume(Volume volume) {
        String name = volume.getName() == null ? "" : volume.getName();
        if (PodTemplate.VOLUMES.contains(label("volume", name))) {
            throw new IllegalArgumentException(
                    "volume: \"" + name + "\" is one of the driver's own; name it otherwise, such as data.");
        }
        return volume;
    }

    static Volume unused(String option, Pod pod, Volume volume) {
        if (pod.getSpec().getVolumes().stream()
                .anyMatch(other -> other.getName().equals(volume.getName()))) {
            throw new IllegalArgumentException(option + ": there are two volumes called \"" + volume.getName()
                    + "\"; name one of them otherwise.");
        }
        return volume;
    }

    static Container initContainer(Container container) {
        String name = label("initContainer", container.getName() == null ? "" : container.getName());
        if (PodTemplate.CONTAINER.equals(name) || container.getImage() == null) {
            throw new IllegalArgumentException("initContainer: \"" + name + "\" "
                    + (container.getImage() == null
                            ? "has no image; give it one."
                            : "is the worker's own name; take another."));
        }
        return container;
    }

    static List<String> jvmOptions(List<String> options) {
        for (String option : options) {
            if (!option.startsWith("-") && !option.startsWith("@")) {
                throw new IllegalArgumentException(
                        "jvmOptions: \"" + option
                                + "\" is no option of a JVM; each begins with -, such as -Xss4m, and is an argument of its own.");
            }
        }
        return options;
    }

    static String executable(String command) {
        if (command.isBlank()) {
            throw new IllegalArgumentException("javaExecutable: \"" + command
                    + "\" is no command; use java, or a path such as /opt/java/bin/java.");
        }
        return command;
    }

    static LaunchRate launchRate(LaunchRate rate) {
        boolean unlimited = rate.equals(LaunchRate.UNLIMITED);
        if (!unlimited
                && (rate.perSecond() < 1 || rate.perSecond() > MOST || rate.burst() < 1 || rate.burst() > MOST)) {
            throw new IllegalArgumentException("launchRate: " + rate.perSecond() + " pods a second after "
                    + rate.burst() + " at once cannot be; use 1 to " + MOST
                    + " for each, such as 20 and 50, or unlimitedLaunchRate.");
        }
        return rate;
    }

    /** The template's time limit, if the option says nothing. */
    static Duration deadline(@Nullable Duration option, PodPrototype template) {
        Long seconds = template.pod().getSpec().getActiveDeadlineSeconds();
        return deadline(option != null ? option : seconds != null ? Duration.ofSeconds(seconds) : ONE_DAY);
    }

    private static Duration deadline(Duration time) {
        if (time.toSeconds() < 1 || time.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "deadline: " + time + " cannot be a pod's; use at least a second, such as PT24H.");
        }
        return time;
    }
}
