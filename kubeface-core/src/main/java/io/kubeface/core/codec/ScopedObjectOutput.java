package io.kubeface.core.codec;

import io.kubeface.core.Remotes;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Java serialisation that knows where remote objects go. */
final class ScopedObjectOutput extends ObjectOutputStream implements Remotes.Stream {
    private final @Nullable Remotes remotes;

    ScopedObjectOutput(OutputStream out, @Nullable Remotes remotes) throws IOException {
        super(out);
        this.remotes = remotes;
    }

    @Override
    public @Nullable Remotes remotes() {
        return remotes;
    }
}
