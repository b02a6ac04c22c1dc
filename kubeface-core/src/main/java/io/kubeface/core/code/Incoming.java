package io.kubeface.core.code;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A file on its way into the cache: hashed while it is written, under a name of its own until it is whole, and gone
 * again when it is closed without having been kept. One thread uses it.
 */
final class Incoming extends OutputStream {
    static final String SUFFIX = ".part";

    private final Path directory;
    private final Path temporary;
    private final OutputStream out;
    private final MessageDigest digest = Sha256.newDigest();
    private long sizeBytes;

    private Incoming(Path directory, Path temporary, OutputStream out) {
        this.directory = directory;
        this.temporary = temporary;
        this.out = out;
    }

    /** Starts a file. The name is made without a secure random number, which would cost a worker's start some 20 ms. */
    static Incoming in(Path directory) throws IOException {
        String stem =
                ProcessHandle.current().pid() + "-" + Thread.currentThread().getId() + "-";
        for (long n = System.nanoTime(); ; n++) {
            Path temporary = directory.resolve(stem + Long.toHexString(n) + SUFFIX);
            try {
                OutputStream out =
                        Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                return new Incoming(directory, temporary, out);
            } catch (FileAlreadyExistsException e) {
                // A container with the same process id shares this directory: the next number, then.
            }
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        sizeBytes += length;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Ends the writing; nothing is written after it. */
    String sha256() throws IOException {
        out.close();
        return Sha256.hex(digest.digest());
    }

    /**
     * Gives the whole file its name. When another process was first, its file has the same content and stays: an
     * archive of shared classes may have been made from it, which would be void for a file of another time. One of
     * another size is damaged, and replaced at once.
     */
    Path keepAs(String sha256) throws IOException {
        Path target = directory.resolve(sha256 + ".jar");
        if (isWhole(target)) {
            return target;
        }
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!isWhole(target)) { // else it came meanwhile, and an open file cannot be replaced (Windows)
                throw e;
            }
        }
        return target;
    }

    private boolean isWhole(Path target) throws IOException {
        try {
            return Files.size(target) == sizeBytes;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
