package io.kubeface.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} shows. */
final class KubefaceVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = KubefaceVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "kubeface " + (version == null ? "(not from a jar)" : version),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
