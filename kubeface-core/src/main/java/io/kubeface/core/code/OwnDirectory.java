package io.kubeface.core.code;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory that the user alone may use; what lies in it is run as code. */
final class OwnDirectory {
    private static final int RIGHTS_OF_OTHERS = 077;

    private OwnDirectory() {}

    static Path ofUser() {
        Path home = Path.of(System.getProperty("user.home"));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return choose(System.getenv(), home, temporary, System.getProperty("user.name"));
    }

    /** Where the cache is: what the environment says, else below a home that can be written, else temporary. */
    static Path choose(Map<String, String> environment, Path home, Path temporary, String user) {
        String own = environment.getOrDefault("KUBEFACE_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!xdg.isEmpty() && Path.of(xdg).isAbsolute()) { // its specification has relative ones ignored
            return Path.of(xdg, "kubeface");
        }
        if (home.isAbsolute() && Files.isWritable(home)) {
            return home.resolve(".cache").resolve("kubeface");
        }
        return temporary.resolve("kubeface-" + user);
    }

    static void ensure(Path directory) throws IOException {
        boolean unix = directory.getFileSystem().supportedFileAttributeViews().contains("unix");
        if (!Files.isDirectory(directory)) {
            create(directory, unix);
        }
        if (unix) {
            check(directory);
        }
    }

    private static void create(Path directory, boolean unix) throws IOException {
        try {
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (unix) {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(directory);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw new IOException(
                        "The code cache cannot be at " + directory + ": that is a file. Set KUBEFACE_CACHE to a"
                                + " directory.",
                        e);
            }
        } catch (IOException e) {
            throw new IOException(
                    "The code cache cannot be made at " + directory + ": " + e
                            + ". Set KUBEFACE_CACHE to a directory that can be written.",
                    e);
        }
    }

    private static void check(Path directory) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(directory, "unix:uid,mode");
        Object owner = attributes.get("uid");
        if (!isThisUser(directory, owner)) {
            throw new IOException("The code cache " + directory + " belongs to another user (uid " + owner
                    + "), who could change what runs here. Set KUBEFACE_CACHE to a directory of your own.");
        }
        if (attributes.get("mode") instanceof Integer mode && (mode & RIGHTS_OF_OTHERS) != 0) {
            throw new IOException("The code cache " + directory + " is open to other users (mode "
                    + Integer.toOctalString(mode & 0777) + "), who could change what runs here. Run: chmod 700 "
                    + directory);
        }
    }

    private static boolean isThisUser(Path directory, @Nullable Object owner) throws IOException {
        Path process = Path.of("/proc/self"); // belongs to the user of this process, which may have no name
        if (Files.exists(process) && Files.getAttribute(process, "unix:uid").equals(owner)) {
            return true;
        }
        return Files.getOwner(directory).getName().equals(System.getProperty("user.name"));
    }
}
