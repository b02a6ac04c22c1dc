package io.kubeface.bootstrap;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says how the image's worker differs from the one that the driver asks for. */
final class Mismatch {
    private Mismatch() {}

    static BootstrapException of(Path wantedList, byte[] wanted, Path imageList, byte @Nullable [] image)
            throws BootstrapException {
        String cure =
                " The policy is never to install another one, so nothing is run. Build the image from the driver's"
                        + " version, or choose the policy if-not-present.";
        if (image == null) {
            return BootstrapException.useless("The image has no worker: there is no " + imageList + "." + cure);
        }
        List<WorkerJar> ours = WorkerJars.parse(wantedList, wanted);
        List<WorkerJar> theirs = WorkerJars.parse(imageList, image);
        int index = WorkerJars.firstDifference(ours, theirs);
        return BootstrapException.useless("The image's worker is not the driver's: of " + theirs.size() + " jars ("
                + imageList + ") and " + ours.size() + " (" + wantedList + ") number " + (index + 1) + " differs, "
                + name(theirs, index) + " in the image and " + name(ours, index) + " at the driver." + cure);
    }

    private static String name(List<WorkerJar> jars, int index) {
        if (index >= jars.size()) {
            return "none";
        }
        WorkerJar jar = jars.get(index);
        return jar.name() + " (sha256 " + jar.sha256() + ")";
    }
}
