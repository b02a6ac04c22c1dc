package io.kubeface.cli;

import io.kubeface.core.lifecycle.CleanupReport;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.text.Printable;
import io.kubeface.kubernetes.PodSweep;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubeface cleanup}: removes what jobs left. */
@Command(
        name = "cleanup",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        sortOptions = false,
        description = {
            "Removes what jobs left in a storage whose drivers died, and nothing of a job whose driver lives. Values under a"
                    + " cache key stay, and so does what a run was told to keep; --cache-key and --job remove those.",
            "Of a gs:// storage, the Pub/Sub subscriptions of such drivers go too.",
            "With --backend kubernetes the pods of such jobs, and of jobs that are over, go first, and the ConfigMaps of dead"
                    + " drivers with them.",
            "With --backend local-process-docker their containers on this machine go first.",
            "Staged code always stays."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:What was to be removed is gone, or there was nothing.",
            "1:The job or the cache key is in use and was left, or something failed.",
            "2:The command was used wrongly; nothing was removed."
        })
final class CleanupCommand implements Callable<Integer>, CommandLineOnly {
    private static final int MAX_LENGTH = 4000;

    private final Notices notices;

    @Mixin
    private CleanupOptions options = new CleanupOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CleanupCommand(Streams streams) {
        this.notices = new Notices(streams.err());
    }

    @Override
    public Integer call() {
        WrongUse.check(spec, options::check);
        try (ObjectStore store = open()) {
            if (options.pods().wanted()) {
                // First: what tells whether their drivers live goes with the objects.
                cleanPods(store);
            }
            if (options.containers()) {
                tellRemoved(options.sweepContainers(store), "container");
            }
            CleanupReport report = options.clean(store);
            tell(report);
            tell(options.cleanSubscriptions(store));
            return report.live().isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (IOException e) {
            notices.line(
                    Printable.of("The cleanup failed: " + e.getMessage() + " Run this again; it goes on.", MAX_LENGTH));
            return ExitCodes.FAILED;
        }
    }

    /** A key that runs use by default is not one to be removed. */
    @Override
    public Set<String> commandLineOnly() {
        return Set.of("--job", "--cache-key");
    }

    private ObjectStore open() throws IOException {
        return WrongUse.unless(spec, () -> ObjectStores.open(options.storage()));
    }

    private void tell(List<String> subscriptions) {
        if (!subscriptions.isEmpty()) {
            notices.line((options.dryRun() ? "Would be removed" : "Removed") + ", as their drivers are dead: "
                    + String.join(", ", subscriptions));
        }
    }

    private void cleanPods(ObjectStore store) throws IOException {
        try (PodSweep pods = WrongUse.unless(spec, () -> options.pods().open(PodSweep::open))) {
            PodSweep.Removed removed = options.sweep(pods, store);
            tellRemoved(removed.pods(), "pod");
            if (!removed.configMaps().isEmpty()) {
                tellRemoved(removed.configMaps(), "ConfigMap");
            }
        }
    }

    private void tellRemoved(List<String> names, String what) {
        notices.line(Printable.of(
                counted(names, what) + (options.dryRun() ? " would be removed" : " removed") + listed(names),
                MAX_LENGTH));
    }

    private static String counted(List<String> names, String what) {
        return names.size() + " " + what + (names.size() == 1 ? "" : "s");
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "." : ": " + String.join(", ", names);
    }

    private void tell(CleanupReport report) {
        notices.line(report.objects()
                + (report.objects() == 1 ? " object " : " objects ")
                + (options.dryRun() ? "would be removed" : "removed")
                + (report.cleaned().isEmpty() ? "." : ", of: " + String.join(", ", report.cleaned())));
        if (!report.live().isEmpty()) {
            notices.line("Left, as they run, or were not silent for long enough: " + String.join(", ", report.live()));
        }
    }
}
