package io.kubeface.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} shows. */
final class KubefaceVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return Start.version();
    }
}
