package io.kubeface.worker;

import io.kubeface.core.name.JobId;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.task.TaskAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a worker's command line. Written by hand: an argument library would take longer to start than a task. */
final class ArgumentParser {

    private @Nullable String storage;
    private @Nullable String job;
    private @Nullable String input;
    private @Nullable String result;
    private int attempt;
    private @Nullable Path installed;
    private @Nullable Path codeCache;
    private @Nullable Path logFile;
    private boolean watchStdin;
    private boolean watchLease;
    private boolean deleteInput;
    private Verbosity verbosity = Verbosity.FAILURES;

    private ArgumentParser() {}

    static WorkerOptions parse(String[] arguments) throws UsageException {
        ArgumentParser parser = new ArgumentParser();
        for (int i = 0; i < arguments.length; i++) {
            if (!parser.flag(arguments[i])) {
                parser.option(arguments[i], i + 1 < arguments.length ? arguments[i + 1] : null);
                i++;
            }
        }
        return parser.options();
    }

    /** The storage that {@code --train} is given; null for none. */
    static @Nullable String trainingStorage(String[] arguments) throws UsageException {
        if (arguments.length == 1) {
            return null;
        }
        if (arguments.length == 3 && arguments[1].equals("--storage")) {
            return present("--storage", arguments[2]);
        }
        throw new UsageException("--train takes --storage URL and no other option.");
    }

    private boolean flag(String name) {
        switch (name) {
            case "--watch-stdin" -> watchStdin = true;
            case "--watch-lease" -> watchLease = true;
            case "--delete-input" -> deleteInput = true;
            case "--quiet" -> verbosity = Verbosity.QUIET;
            case "--verbose" -> verbosity = Verbosity.STEPS;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void option(String name, @Nullable String value) throws UsageException {
        switch (name) {
            case "--storage" -> storage = present(name, value);
            case "--job" -> job = present(name, value);
            case "--input" -> input = present(name, value);
            case "--result" -> result = present(name, value);
            case "--attempt" -> attempt = attempt(present(name, value));
            case "--installed" -> installed = Path.of(present(name, value));
            case "--code-cache" -> codeCache = Path.of(present(name, value));
            case "--log-file" -> logFile = Path.of(present(name, value));
            case "--train" ->
                throw new UsageException("--train comes first, and takes --storage URL and no other option.");
            default -> throw new UsageException(Help.unknown(name));
        }
    }

    private static String present(String name, @Nullable String value) throws UsageException {
        if (value == null || value.isEmpty() || value.startsWith("--")) {
            throw new UsageException(
                    "Option " + name + " needs a value" + (value == null ? "." : "; got \"" + value + "\"."));
        }
        return value;
    }

    private static int attempt(String value) throws UsageException {
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            number = 0;
        }
        if (number < 1) {
            throw new UsageException("Option --attempt takes a number from 1; got \"" + value + "\".");
        }
        return number;
    }

    private WorkerOptions options() throws UsageException {
        if (attempt == 0) {
            throw missing("--attempt");
        }
        if (deleteInput && attempt > 1) {
            throw new UsageException("--delete-input is refused with --attempt " + attempt
                    + ": a task that has more than one attempt, by retry or speculation, needs its input kept.");
        }
        TaskAddress address = address(
                required("--storage", storage),
                required("--job", job),
                required("--input", input),
                required("--result", result));
        return new WorkerOptions(
                address, installed, codeCache, logFile, watchStdin, watchLease, deleteInput, verbosity);
    }

    private static String required(String name, @Nullable String value) throws UsageException {
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private static UsageException missing(String name) {
        return new UsageException("Option " + name + " is missing.");
    }

    /** Takes the names apart by hand: the patterns that read any kind of name cost a start more than they give. */
    private TaskAddress address(String storage, String job, String input, String result) throws UsageException {
        String[] jobParts = parts("--job", job, "jobs/", "/job-");
        String[] inputParts = parts("--input", input, "inputs/", "/");
        if (!jobParts[0].equals(inputParts[0])) {
            throw new UsageException("--input " + input + " is not an input of --job " + job + ": their keys, "
                    + inputParts[0] + " and " + jobParts[0] + ", differ.");
        }
        TaskAddress address;
        try {
            JobKey key = new JobKey(jobParts[0]);
            ObjectName.Job jobName = new ObjectName.Job(key, new JobId(jobParts[1]));
            address = new TaskAddress(storage, jobName, new TaskName(inputParts[1]), attempt);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--job " + job + " or --input " + input + " is no such name. " + e.getMessage());
        }
        if (!result.equals(address.value().path())) {
            throw new UsageException("--result " + result + " is not the result of --input " + input + ", which is "
                    + address.value().path() + ".");
        }
        return address;
    }

    private static String[] parts(String option, String name, String prefix, String separator) throws UsageException {
        int at = name.indexOf(separator, prefix.length());
        if (!name.startsWith(prefix) || at < 0) {
            throw new UsageException("Option " + option + " takes a name such as " + prefix + "my-job" + separator
                    + "…; got \"" + name + "\".");
        }
        return new String[] {name.substring(prefix.length(), at), name.substring(at + separator.length())};
    }
}
