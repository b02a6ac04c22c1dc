package io.kubeface.core.codec;

import io.kubeface.core.Remotes;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of a job, in the order in which they are asked; Java serialisation comes last and is always there.
 * Immutable and safe for use by several threads.
 */
public final class Codecs {
    /** Stands for a value that is null, which no codec sees. */
    public static final String NULL_ID = "null";

    private static final String PROTOBUF = "io.kubeface.core.codec.protobuf.ProtobufCodec";

    private final List<String> names;
    private final ClassLoader loader;
    /** Made when they are first needed: a worker that needs none loads none. */
    private final @Nullable Codec[] made;

    private final Codec java;

    private Codecs(List<String> names, ClassLoader loader, @Nullable Codec[] made, Codec java) {
        this.names = List.copyOf(names);
        this.loader = loader;
        this.made = made;
        this.java = java;
    }

    /**
     * The codecs that a driver finds by {@link ServiceLoader}: others' first, then ours.
     *
     * @throws IllegalArgumentException when two have the same id, or one an id that is not allowed
     */
    public static Codecs load(ClassLoader loader) {
        List<Codec> found = new ArrayList<>();
        List<Codec> ours = new ArrayList<>();
        for (Codec codec : ServiceLoader.load(Codec.class, loader)) {
            (codec.getClass().getName().equals(PROTOBUF) ? ours : found).add(codec);
        }
        found.addAll(ours);
        List<String> names = new ArrayList<>();
        List<String> ids = new ArrayList<>(List.of(NULL_ID, JavaCodec.ID));
        for (Codec codec : found) {
            checkId(codec, ids);
            ids.add(codec.id());
            names.add(codec.getClass().getName());
        }
        Codecs codecs = named(names, loader);
        for (int i = 0; i < names.size(); i++) {
            codecs.made[i] = found.get(i);
        }
        return codecs;
    }

    /**
     * The codecs that a driver found, in another JVM. Each is loaded and made when it is first needed.
     *
     * @param classNames what {@link #classNames} was on the driver
     */
    public static Codecs named(List<String> classNames, ClassLoader loader) {
        return new Codecs(classNames, loader, new Codec[classNames.size()], new JavaCodec());
    }

    /** The same codecs, for values in which remote objects may be. */
    public synchronized Codecs with(Remotes remotes) {
        return new Codecs(names, loader, made.clone(), new JavaCodec(remotes));
    }

    /** Class names of the codecs in their order, without Java serialisation. */
    public List<String> classNames() {
        return names;
    }

    /**
     * The first codec that takes a value.
     *
     * @throws UnencodableValueException when a codec cannot be loaded
     */
    public Codec encoderFor(Object value) throws UnencodableValueException {
        for (int i = 0; i < made.length; i++) {
            if (names.get(i).equals(PROTOBUF) && !descendsFromProtobuf(value)) {
                continue;
            }
            Codec codec;
            try {
                codec = codec(i);
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new UnencodableValueException(cannotLoad(i, e), e);
            }
            if (codec.encodes(value)) {
                return codec;
            }
        }
        return java;
    }

    /**
     * The codec that wrote an item.
     *
     * @throws UndecodableValueException when there is none of this id; the message names those that are there
     */
    public Codec byId(String id) throws UndecodableValueException {
        if (id.equals(JavaCodec.ID)) {
            return java;
        }
        for (int i = 0; i < made.length; i++) {
            Codec codec;
            try {
                codec = codec(i);
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new UndecodableValueException(cannotLoad(i, e), e);
            }
            if (codec.id().equals(id)) {
                return codec;
            }
        }
        throw new UndecodableValueException(
                "there is no codec \"" + id + "\" here, only " + JavaCodec.ID + " and " + names
                        + "; put the jar that has it on the driver's class path.",
                null);
    }

    private synchronized Codec codec(int i) throws ReflectiveOperationException {
        Codec codec = made[i];
        if (codec == null) {
            codec = Class.forName(names.get(i), true, loader)
                    .asSubclass(Codec.class)
                    .getConstructor()
                    .newInstance();
            made[i] = codec;
        }
        return codec;
    }

    private String cannotLoad(int i, Throwable e) {
        return "codec " + names.get(i) + " cannot be made: " + e
                + "; it must be public, have a public constructor without parameters, and be on the class path.";
    }

    /** Told from names, so that the protobuf codec and its library are loaded for nothing but messages. */
    private static boolean descendsFromProtobuf(Object value) {
        for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().startsWith("com.google.protobuf.")) {
                return true;
            }
        }
        return false;
    }

    private static void checkId(Codec codec, List<String> taken) {
        String id = codec.id();
        if (!id.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("The id of a codec has 1 to 40 characters of a-z, 0-9 and -; that of "
                    + codec.getClass().getName() + " is \"" + id + "\".");
        }
        if (taken.contains(id)) {
            throw new IllegalArgumentException("The codec id \"" + id + "\" of "
                    + codec.getClass().getName() + " is taken already; each codec needs an id of its own.");
        }
    }
}
