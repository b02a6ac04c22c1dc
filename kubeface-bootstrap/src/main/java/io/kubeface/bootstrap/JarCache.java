package io.kubeface.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Jars by digest in a directory that only its owner may use: the code cache that the worker uses too. A jar has its name
 * only when its size and digest were right, so one that is there with the right size is not hashed again.
 */
final class JarCache {
    private static final int RIGHTS_OF_OTHERS = 077;

    private final Path jars;
    private final Retries retries;

    private JarCache(Path jars, Retries retries) {
        this.jars = jars;
        this.retries = retries;
    }

    static JarCache open(Path directory) throws BootstrapException {
        return open(directory, new Retries(Thread::sleep));
    }

    static JarCache open(Path directory, Retries retries) throws BootstrapException {
        try {
            boolean unix =
                    directory.getFileSystem().supportedFileAttributeViews().contains("unix");
            if (!Files.isDirectory(directory)) {
                create(directory, unix);
            }
            if (unix) {
                check(directory);
            }
            return new JarCache(
                    Files.createDirectories(directory.resolve("code").resolve("sha256")), retries);
        } catch (IOException e) {
            throw new BootstrapException(
                    BootstrapException.USELESS, "The code cache cannot be at " + directory + ": " + e, e);
        }
    }

    private static void create(Path directory, boolean unix) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            if (unix) {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(directory);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /** What lies there is run as code. */
    private static void check(Path directory) throws IOException, BootstrapException {
        Object mode = Files.getAttribute(directory, "unix:mode");
        if (mode instanceof Integer bits && (bits & RIGHTS_OF_OTHERS) != 0) {
            throw BootstrapException.useless("The code cache " + directory + " is open to other users (mode "
                    + Integer.toOctalString(bits & 0777)
                    + "), who could change what runs here. It must have mode 700.");
        }
        Path process = Path.of("/proc/self"); // belongs to the user of this process
        if (Files.exists(process)
                && !Files.getAttribute(process, "unix:uid").equals(Files.getAttribute(directory, "unix:uid"))) {
            throw BootstrapException.useless("The code cache " + directory + " belongs to another user (uid "
                    + Files.getAttribute(directory, "unix:uid") + "), who could change what runs here.");
        }
    }

    Path file(WorkerJar jar) {
        return jars.resolve(jar.sha256() + ".jar");
    }

    /** Makes sure that a jar is there; true when it had to be fetched. */
    boolean fetch(CodeSource source, WorkerJar jar) throws BootstrapException {
        if (isWhole(jar)) {
            return false;
        }
        String name = "code/sha256/" + jar.sha256() + ".jar";
        retries.run("fetch " + jar.name() + " from " + source.address(name), () -> copy(source, name, jar));
        return true;
    }

    private boolean isWhole(WorkerJar jar) throws BootstrapException {
        try {
            return Files.size(file(jar)) == jar.sizeBytes();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new BootstrapException(BootstrapException.USELESS, file(jar) + " cannot be looked at: " + e, e);
        }
    }

    private void copy(CodeSource source, String name, WorkerJar jar) throws IOException, BootstrapException {
        MessageDigest digest = sha256();
        long sizeBytes = 0;
        try (InputStream in = source.open(name)) {
            Path temporary = jars.resolve(ProcessHandle.current().pid() + "-"
                    + Thread.currentThread().getId() + "-" + Long.toHexString(System.nanoTime()) + ".part");
            try {
                try (OutputStream out =
                        Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    byte[] buffer = new byte[1 << 16];
                    // One that is longer is wrong already.
                    for (int n = in.read(buffer); n >= 0 && sizeBytes <= jar.sizeBytes(); n = in.read(buffer)) {
                        digest.update(buffer, 0, n);
                        sizeBytes += n;
                        out.write(buffer, 0, n);
                    }
                }
                verify(jar, source.address(name), sizeBytes, hex(digest.digest()));
                Files.move(temporary, file(jar), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private static void verify(WorkerJar jar, String address, long sizeBytes, String sha256)
            throws IOException, BootstrapException {
        if (sizeBytes < jar.sizeBytes()) {
            throw new IOException("it ended after " + sizeBytes + " of " + jar.sizeBytes() + " bytes");
        }
        if (sizeBytes != jar.sizeBytes() || !sha256.equals(jar.sha256())) {
            throw BootstrapException.useless("The worker's " + jar.name()
                    + " is not what the driver uploaded, so nothing is run: expected sha256 " + jar.sha256() + " of "
                    + jar.sizeBytes() + " bytes, found " + sha256 + " of " + sizeBytes + " bytes at " + address
                    + ". Delete that object and run the driver again, which uploads it anew; and find out who changed"
                    + " it.");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, and this one has not.", e);
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder(2 * bytes.length);
        for (byte b : bytes) {
            hex.append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
        }
        return hex.toString();
    }
}
