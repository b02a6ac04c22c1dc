package io.kubeface.cli;

import io.kubeface.core.check.Checkup;
import io.kubeface.core.check.Finding;
import io.kubeface.core.check.StorageChecks;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubeface doctor}: looks whether all is there that runs need. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = KubefaceVersion.class,
        sortOptions = false,
        description = {
            "Looks whether all is there that runs with these options need, and says of what is missing how to cure it."
                    + " Small objects, a subscription and a worker are made for that and removed again; staged code"
                    + " stays. Nothing that is missing is made."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Nothing is missing.",
            "1:Something is missing.",
            "2:The command was used wrongly; nothing was looked at."
        })
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private DoctorOptions options = new DoctorOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        WrongUse.check(spec, options::check);
        List<Checkup.Line> lines = look(line -> {
            if (options.output() == DoctorOptions.Form.table) {
                print(FindingText.row(line));
            }
        });
        if (options.output() == DoctorOptions.Form.json) {
            print(FindingText.json(lines));
        }
        boolean failed = lines.stream().anyMatch(line -> line.finding().status() == Finding.Status.FAILED);
        return failed ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private List<Checkup.Line> look(Consumer<Checkup.Line> told) throws IOException {
        try (ObjectStore store = open();
                OpenChecks checks = new OpenChecks()) {
            checks.addAll(StorageChecks.of(store, Clock.systemUTC()));
            checks.add("notifications", () -> options.notifications(store));
            checks.add("cluster", options::cluster);
            checks.addAll(List.of(options.worker()));
            return Checkup.run(checks.all(), told);
        }
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    private ObjectStore open() throws IOException {
        return WrongUse.unless(spec, options::store);
    }
}
