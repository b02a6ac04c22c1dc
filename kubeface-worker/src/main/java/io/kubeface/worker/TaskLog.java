package io.kubeface.worker;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.task.BeforeResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What an attempt prints: a file, which becomes the attempt's log object before the result does. No interrupt of any
 * thread closes it.
 */
final class TaskLog implements AutoCloseable {

    /** Of a longer log the end is kept: that is where failures are told. */
    static final long LONGEST_BYTES = 64L * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final RandomAccessFile file;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    private TaskLog(RandomAccessFile file) {
        this.file = file;
    }

    /** The log of a process whose output goes to a file already. */
    static TaskLog of(Path file) throws IOException {
        return new TaskLog(new RandomAccessFile(file.toFile(), "r"));
    }

    /**
     * From now on keeps what is printed through {@link System#out} and {@link System#err}. The temporary file has no
     * name any more when this returns (where the system allows that), so that not even a killed process leaves it.
     */
    static TaskLog teeing() throws IOException {
        Path name = newFile(Path.of(System.getProperty("java.io.tmpdir")));
        // Not closed before the process ends: threads that the function left may print until then.
        @SuppressWarnings("resource")
        FileOutputStream kept = new FileOutputStream(name.toFile());
        TaskLog log = of(name);
        try {
            Files.delete(name);
        } catch (FileSystemException e) {
            name.toFile().deleteOnExit(); // Windows: a file that is open keeps its name.
        }
        System.setOut(teeing(FileDescriptor.out, kept));
        System.setErr(teeing(FileDescriptor.err, kept));
        return log;
    }

    /** As {@link Files#createTempFile}, without its secure random number, which would cost a start some 20 ms. */
    private static Path newFile(Path directory) throws IOException {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
                }
                : new FileAttribute<?>[0];
        String stem = "kubeface-log-" + ProcessHandle.current().pid() + "-";
        for (long n = System.nanoTime(); ; n++) {
            try {
                return Files.createFile(directory.resolve(stem + Long.toHexString(n)), ownerOnly);
            } catch (FileAlreadyExistsException e) {
                // A container with the same process id shares this directory: the next number, then.
            }
        }
    }

    private static PrintStream teeing(FileDescriptor descriptor, OutputStream kept) {
        return new PrintStream(new Tee(new FileOutputStream(descriptor), kept), true);
    }

    /** Uploads to a store under a name, unless nothing was printed. */
    BeforeResult uploadTo(ObjectStore store, String name, Voice voice) {
        return new BeforeResult() {
            @Override
            public void bring() {
                upload(store, name, voice);
            }
        };
    }

    private void upload(ObjectStore store, String name, Voice voice) {
        System.out.flush();
        System.err.flush();
        try {
            long end = file.length();
            if (end > 0) {
                store.put(name, PutMode.REPLACE, "text/plain; charset=utf-8", new Content(end));
            }
        } catch (IOException e) {
            voice.failure("the log could not be uploaded: " + e);
        }
    }

    /** The file has one position for all threads: one that calls System.exit uploads while the others go on. */
    private synchronized int read(long at, byte[] buffer, int length) throws IOException {
        file.seek(at);
        return file.read(buffer, 0, length);
    }

    /** Gives standard output and error back. */
    @Override
    public void close() {
        System.out.flush();
        System.err.flush();
        System.setOut(out);
        System.setErr(err);
        try {
            file.close();
        } catch (IOException e) {
            // It was read to its end, or is a temporary file that nobody wants any more.
        }
    }

    private final class Content implements ObjectStore.Body {
        private final long end;

        Content(long end) {
            this.end = end;
        }

        @Override
        public void writeTo(OutputStream to) throws IOException {
            long at = Math.max(0, end - LONGEST_BYTES);
            if (at > 0) {
                to.write(("[The first " + at + " bytes of this log are left out.]\n").getBytes(StandardCharsets.UTF_8));
            }
            byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, end - at)];
            while (at < end) {
                int read = read(at, buffer, (int) Math.min(buffer.length, end - at));
                if (read < 0) {
                    return; // Somebody cut the file meanwhile.
                }
                to.write(buffer, 0, read);
                at += read;
            }
        }
    }
}
