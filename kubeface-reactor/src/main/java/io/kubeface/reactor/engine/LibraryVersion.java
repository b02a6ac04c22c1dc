package io.kubeface.reactor.engine;

import java.util.Objects;

/** This library's version. */
final class LibraryVersion {
    private LibraryVersion() {}

    /** As the jar's manifest says; {@code development} when run from class directories. */
    static String get() {
        return Objects.requireNonNullElse(LibraryVersion.class.getPackage().getImplementationVersion(), "development");
    }
}
