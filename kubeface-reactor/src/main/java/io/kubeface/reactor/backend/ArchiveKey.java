package io.kubeface.reactor.backend;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.StagedCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What an archive of classes depends on, as one word. */
final class ArchiveKey {
    private ArchiveKey() {}

    /**
     * Digest of the JDK, the flags, and the worker's jars with their paths and times of modification, which the JVM
     * compares.
     */
    static String of(JavaInstallation java, List<String> flags, StagedCode code) throws IOException {
        MessageDigest digest = sha256();
        add(digest, java.executable().toString());
        add(digest, java.fingerprint());
        for (String flag : flags) {
            add(digest, flag);
        }
        add(digest, WorkerCommand.classPath(code));
        for (CodeEntry entry : code.worker()) {
            add(digest, entry.sha256());
            Path file = code.files().get(entry.sha256());
            if (file != null) {
                add(digest, Files.getLastModifiedTime(file).toString());
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static void add(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
