package io.kubeface.core.task;

import io.kubeface.core.RemoteAddress;
import io.kubeface.core.RemoteObjectException;
import io.kubeface.core.Remotes;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.UnencodableValueException;
import io.kubeface.core.envelope.EnvelopeHeader;
import io.kubeface.core.envelope.EnvelopeReader;
import io.kubeface.core.envelope.EnvelopeWriter;
import io.kubeface.core.envelope.ObjectKind;
import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The remote objects of a client, or of a cache key, as one job sees them. A value is streamed, both ways: twice when it is
 * written, as its name is the digest of what is written. Blocking; safe for use by several threads.
 */
public final class RemoteObjects implements Remotes {
    private final ObjectStore store;
    private final JobKey key;
    private final DecodeScope scope;
    private final RemoteKeeper keeper;
    private final Codecs plain;
    private final Codecs codecs;
    private final SoftCells values = new SoftCells();

    /**
     * The objects of one key.
     *
     * @param key what they are filed under
     * @param codecs of the job
     * @param scope what their values may be made of
     */
    public RemoteObjects(ObjectStore store, JobKey key, Codecs codecs, DecodeScope scope, RemoteKeeper keeper) {
        this.store = store;
        this.key = key;
        this.scope = scope;
        this.keeper = keeper;
        this.plain = codecs;
        this.codecs = codecs.with(this);
    }

    /** The job's codecs, for values in which there are remote objects of this key. */
    public Codecs codecs() {
        return codecs;
    }

    /** What they are filed under. */
    public JobKey key() {
        return key;
    }

    /** What the job's values may be made of. */
    public DecodeScope scope() {
        return scope;
    }

    @Override
    public String place() {
        return store.url() + " " + key;
    }

    @Override
    public void mentioned(RemoteAddress address) {
        keeper.used();
    }

    @Override
    public RemoteAddress write(Object value) throws IOException {
        Mentions mentions = new Mentions();
        Codecs noting = plain.with(mentions);
        Digest digest = new Digest(OutputStream.nullOutputStream());
        encode(value, noting, digest);
        RemoteAddress address = new RemoteAddress(digest.hex(), digest.sizeBytes, List.copyOf(mentions.digests));
        keeper.used();
        String name = name(address.sha256());
        if (store.stat(name).isEmpty()) {
            store.put(name, PutMode.CREATE, TaskObjects.CONTENT_TYPE, out -> {
                Digest written = new Digest(out);
                encode(value, noting, written);
                if (!written.hex().equals(address.sha256())) {
                    throw new UnencodableValueException(
                            "The value of a remote object, a "
                                    + value.getClass().getName() + ", was encoded twice, and"
                                    + " the second time its bytes were others: something has changed it meanwhile, or"
                                    + " its class does not write itself the same way each time.",
                            null);
                }
            });
        }
        return address;
    }

    private static void encode(Object value, Codecs codecs, OutputStream out) throws IOException {
        EnvelopeWriter writer = new EnvelopeWriter(out, EnvelopeHeader.remote());
        writer.writeValue(value, codecs);
        writer.finish();
    }

    @Override
    public void copy(RemoteAddress address, Remotes from) throws IOException {
        if (!(from instanceof RemoteObjects source)) {
            throw new IllegalArgumentException("Remote objects are copied from others of a storage only.");
        }
        keeper.used();
        // What is in it first: who finds the whole finds its parts.
        List<String> digests = new ArrayList<>(address.parts());
        digests.add(address.sha256());
        for (String digest : digests) {
            if (store.stat(name(digest)).isEmpty()) {
                copy(digest, source);
            }
        }
    }

    private void copy(String digest, RemoteObjects source) throws IOException {
        if (store.url().equals(source.store.url())) {
            store.copy(source.name(digest), name(digest), PutMode.CREATE);
            return;
        }
        try (StoredObject object = source.store.get(source.name(digest))) {
            store.put(name(digest), PutMode.CREATE, TaskObjects.CONTENT_TYPE, object.body()::transferTo);
        }
    }

    @Override
    public Object load(RemoteAddress address) {
        return values.get(address.sha256(), () -> read(address));
    }

    private Object read(RemoteAddress address) {
        try {
            return readObject(address);
        } catch (ObjectNotFoundException e) {
            throw failure(
                    address,
                    keeper.gone()
                            ? "its client was closed, and the objects of a client go with it. Call get() before that,"
                                    + " or give the job a cache key."
                            : "somebody removed it: it stays until its client is closed or, under a cache key, until"
                                    + " what lies there is cleaned up.",
                    e);
        } catch (IOException e) {
            throw failure(address, String.valueOf(e.getMessage()), e);
        }
    }

    private Object readObject(RemoteAddress address) throws IOException {
        String name = name(address.sha256());
        try (StoredObject object = store.get(name)) {
            MessageDigest digest = TaskObjects.sha256();
            EnvelopeReader reader = new EnvelopeReader(new DigestInputStream(object.body(), digest), name);
            reader.expect(ObjectKind.REMOTE);
            DecodeScope bounded = TaskObjects.bounded(scope, object.info().sizeBytes());
            Object value = null;
            if (reader.readItem(codecs, bounded) instanceof ItemOutcome.Value item) {
                value = item.value();
            }
            reader.finish();
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(address.sha256())) {
                throw failure(address, "what lies there has the digest " + found + ": it was changed.", null);
            }
            if (value == null) {
                throw failure(address, "it holds no value.", null);
            }
            return value;
        }
    }

    private RemoteObjectException failure(RemoteAddress address, String why, @Nullable Throwable cause) {
        return new RemoteObjectException(
                "The remote object " + address + ", of "
                        + (key.isOfCacheKey() ? "the cache key " : "the client ") + key
                        + ", cannot be read from " + store.address(name(address.sha256())) + ": " + why,
                cause);
    }

    private String name(String sha256) {
        return new ObjectName.RemoteObject(key, sha256).path();
    }

    /** Notes which remote objects a value holds, while it is written. */
    private final class Mentions implements Remotes {
        private final Set<String> digests = new LinkedHashSet<>();

        @Override
        public String place() {
            return RemoteObjects.this.place();
        }

        @Override
        public RemoteAddress write(Object value) throws IOException {
            return RemoteObjects.this.write(value);
        }

        @Override
        public void copy(RemoteAddress address, Remotes from) throws IOException {
            RemoteObjects.this.copy(address, from);
        }

        @Override
        public Object load(RemoteAddress address) {
            return RemoteObjects.this.load(address);
        }

        @Override
        public void mentioned(RemoteAddress address) {
            digests.addAll(address.parts());
            digests.add(address.sha256());
        }
    }

    /** Counts what goes through it, too. */
    private static final class Digest extends DigestOutputStream {
        private long sizeBytes;

        Digest(OutputStream out) {
            super(out, TaskObjects.sha256());
        }

        @Override
        public void write(int b) throws IOException {
            super.write(b);
            sizeBytes++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            super.write(bytes, offset, length);
            sizeBytes += length;
        }

        String hex() {
            return HexFormat.of().formatHex(getMessageDigest().digest());
        }
    }
}
