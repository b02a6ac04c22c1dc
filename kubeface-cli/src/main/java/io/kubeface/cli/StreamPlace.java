package io.kubeface.cli;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Standard input as a source, standard output as a target; neither is closed. */
record StreamPlace(Streams streams) implements CopyPlace {

    @Override
    public Optional<CopyFile> file() {
        return Optional.of(new CopyFile("stdin", -1, CopyFile.BYTES, streams::in));
    }

    @Override
    public boolean each(CopyFile.Visitor visitor) {
        return false;
    }

    @Override
    public boolean isDirectory() {
        return false;
    }

    @Override
    public boolean write(String name, PutMode mode, String contentType, ObjectStore.Body body) throws IOException {
        Output out = new Output(streams.out());
        body.writeTo(out);
        out.flush();
        return true;
    }

    /** Tells its own failures from those of what is read. */
    private static final class Output extends FilterOutputStream {
        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new PlainText.OutputException(e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw new PlainText.OutputException(e);
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    @Override
    public boolean isWithin(CopyPlace other) {
        return false;
    }

    @Override
    public void discard() {}

    @Override
    public String shown(String name) {
        return "a standard stream";
    }

    @Override
    public void close() {}
}
