package io.kubeface.worker;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.task.BeforeResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What an attempt prints: a file, which becomes the attempt's log object before the result does. */
final class TaskLog implements AutoCloseable {

    /** Of a longer log the end is kept: that is where failures are told. */
    static final long LONGEST_BYTES = 64L * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final FileChannel file;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    private TaskLog(FileChannel file) {
        this.file = file;
    }

    /** The log of a process whose output goes to a file already. */
    static TaskLog of(Path file) throws IOException {
        return new TaskLog(FileChannel.open(file, StandardOpenOption.READ));
    }

    /**
     * From now on keeps what is printed through {@link System#out} and {@link System#err}. The temporary file has no
     * name any more when this returns (where the system allows that), so that not even a killed process leaves it.
     */
    static TaskLog teeing() throws IOException {
        Path name = Files.createTempFile("kubeface-log-", null);
        FileChannel file = FileChannel.open(
                name, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        TaskLog log = new TaskLog(file);
        System.setOut(teeing(FileDescriptor.out, file));
        System.setErr(teeing(FileDescriptor.err, file));
        return log;
    }

    private static PrintStream teeing(FileDescriptor descriptor, FileChannel file) {
        return new PrintStream(new Tee(new FileOutputStream(descriptor), file), true);
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
            long end = file.size();
            if (end > 0) {
                store.put(name, PutMode.REPLACE, "text/plain; charset=utf-8", new Content(end));
            }
        } catch (IOException e) {
            voice.failure("the log could not be uploaded: " + e.getMessage());
        }
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
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, end - at));
            while (at < end) {
                buffer.clear();
                int read = file.read(buffer, at);
                if (read < 0) {
                    return; // Somebody cut the file meanwhile.
                }
                int length = (int) Math.min(read, end - at);
                to.write(buffer.array(), 0, length);
                at += length;
            }
        }
    }
}
